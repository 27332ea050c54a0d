import type { MailboxesView } from '#lib/imap/operations/list-mailboxes.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'

/** How somebody sees their mailboxes, by their preferences. */
export function mailboxesView(values: PreferenceValues): MailboxesView {
  return { chosen: chosenMailboxes(values), prefix: values['mailboxes.prefix'] }
}
