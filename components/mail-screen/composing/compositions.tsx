import type { MailboxSummary } from '#lib/mail/index-page.ts'
import type { CompositionDesk, DeskState } from './composition-desk.ts'

/** The compositions whose forms are in this page. */
export function Compositions({ desk, state, mailboxes }: { desk: CompositionDesk; state: DeskState; mailboxes: readonly MailboxSummary[] }) {
  return state.forms.map(({ opened, Form }) => {
    const { id } = opened.composition
    return <Form key={id} opened={opened} mailboxes={mailboxes} isShown={state.shown === id} kept={desk.kept} unsaved={desk.unsaved} />
  })
}
