import { Composer, type ComposerProps } from '#components/composer/composer.tsx'
import { CompositionPage } from '#components/composer/composition-page.tsx'
import { PartlySent } from '#components/composer/partly-sent.tsx'
import { Redirect } from '#components/composer/redirect.tsx'
import { OnItsWay, Outcome } from '#components/composer/outcome.tsx'
import { SpellingPanel } from '#components/composer/spelling/spelling-panel.tsx'
import { firstState } from '#components/composer/spelling/spelling-state.ts'
import { Waiting } from '#components/composer/waiting.tsx'
import { soleName } from '#components/composer/fields/sole-name.ts'
import { copyTargets } from '#components/composer/opening/copy-targets.ts'
import { mayChooseCopy } from '#lib/gateway/writing/sending/copy-target.ts'
import { viewComposition, type CompositionView } from '#lib/gateway/writing/view-composition.ts'
import { failedForm, notice, rememberedFields, type FailedForm } from '#lib/http/failed-forms.ts'
import { faultyField } from '#lib/http/writing/faulty-field.ts'
import { readHints } from '#lib/http/writing/composition-form.ts'
import { setPageStatus } from '#lib/http/page-status.ts'
import { mailboxesView } from '#lib/http/preferences/mailboxes-view.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { appUrls, connectionsOf, requireSession, type SignedIn } from '#lib/http/wiring.ts'
import { viewSpelling } from '#lib/http/writing/spelling-site.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { explainFailure } from '#lib/http/wording/failure-sentences.ts'
import type { TypedFieldName } from '#lib/mail/refusal.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { loadComposerForm } from '../load-composer.ts'
import { NoSuchPage } from '../../../no-such-page.tsx'
import { attempt, loadSite, one, valueOf, type Search } from '../../load-mail-screen.ts'

interface Props {
  readonly params: Promise<{ readonly composition: string }>
  readonly searchParams: Promise<Search>
}

/** A message that is being written, or what became of it. */
export default async function ComposePage({ params, searchParams }: Props) {
  const { composition: id } = await params
  const search = await searchParams
  const failed = failedForm(one(search.failed))
  // After signing in again: what was typed when the session turned out to have ended.
  const late = failed ?? failedForm(one(search.kept))
  const session = await requireSession(pathOf(id, one(search.kept)))
  const writer = await writerOf(session)
  const view = await viewComposition(writer, id)
  if (!view) return <NoSuchPage />
  if (failed) setPageStatus(failed.status)
  const [words, formats] = [await pageWords(), await pageFormats()]
  const { values } = await preferences(session)
  const { long } = formats.dates({ zone: knownZone(values.time_zone), now: new Date().toISOString() })
  const timeOf = (moment: number): string => long(new Date(moment).toISOString())
  const after = view.kind === 'gone' ? saidAfter(words, view.outcome, timeOf) : {}
  const site = await loadSite(session)
  const mailboxes = valueOf(await attempt(() => listMailboxes(connectionsOf(session), mailboxesView(values)))) ?? []
  const form = await loadComposerForm(session, writer, view.kind === 'open' ? view.composition.from : '')
  return (
    <CompositionPage site={site} title={titleOf(words, view)} from={view.kind === 'open' ? soleName(form.identities) : undefined} mailboxes={mailboxes} saying={sayingOf(words, view, failed, notice(one(search.notice)))}>
      <Content
        view={view}
        late={late}
        faulty={failed && faultyField(failed)}
        stop={words.leaving.stop}
        after={after}
        leavingWords={words.leaving}
        when={(due) => (due === undefined ? words.leaving.notTried : words.leaving.notTaken({ time: timeOf(due) }))}
        base={site.base}
        token={site.token}
        {...form}
        copies={mayChooseCopy(writer) ? copyTargets(words, mailboxes) : undefined}
        hints={readHints(one(search.review) ?? '')}
        templates={{ name: view.kind === 'open' ? view.composition.subject : '', words: words.templates.compose }}
        spelling={await spellingOf(session, view, { late, asked: one(search.spelling) })}
      />
    </CompositionPage>
  )
}

/** What is said of the spelling of what is being written. */
async function spellingOf(session: SignedIn, view: CompositionView, { late, asked }: { late: FailedForm | undefined; asked: string | undefined }): Promise<ComposerProps['spelling']> {
  if (view.kind === 'gone') return undefined
  const body = late?.fields.body?.[0] ?? view.composition.body
  const spelling = await viewSpelling(session, body, rememberedFields(asked))
  const { spelling: words } = await pageWords()
  return spelling && { view: spelling, words, panel: <SpellingPanel view={spelling} state={firstState(spelling, body)} words={words} /> }
}

interface ContentProps {
  readonly view: CompositionView
  readonly late: FailedForm | undefined
  readonly stop: string
  readonly after: SaidAfter
  readonly leavingWords: PageWords['leaving']
  /** What is said of recipients who are asked for again then, milliseconds since 1970. */
  readonly when: (due: number | undefined) => string
}

function Content({ view, late, stop, after, leavingWords, when, ...form }: ContentProps & Omit<ComposerProps, 'composition' | 'typed' | 'usableSize'>) {
  if (view.kind === 'gone') {
    const { id, result, accepted, refused, mailbox } = view.outcome
    return <Outcome id={id} result={result} accepted={accepted} refused={refused} mailbox={mailbox} held={after.held} reminder={after.reminder} copy={after.copy ?? []} typed={late?.fields} />
  }
  const { composition, state, usableSize, leaving, partly } = view
  const { neverTaken, tryAgain, leaveIt } = leavingWords
  if (partly) return <PartlySent id={composition.id} revision={composition.revision} partly={partly} when={when(leaving?.due)} leavingWords={{ neverTaken, tryAgain, leaveIt }} />
  if (state === 'waiting') return <Waiting id={composition.id} due={leaving?.due ?? 0} to={composition.to} subject={composition.subject} stop={leaving?.problem && stop} />
  if (composition.kind === 'redirect' && (state === 'open' || state === 'uncertain')) return <Redirect {...form} composition={composition} typed={late?.fields} />
  if (state === 'open' || state === 'uncertain') return <Composer {...form} composition={composition} typed={late?.fields} usableSize={usableSize} />
  return <OnItsWay id={composition.id} revision={composition.revision} isAccepted={state === 'accepted'} />
}

/** What is said of a message that has left. */
interface SaidAfter {
  readonly held?: string
  readonly reminder?: string
  /** Of the copy. */
  readonly copy?: readonly string[]
}

type WhatBecame = Extract<CompositionView, { readonly kind: 'gone' }>['outcome']

function saidAfter({ leaving }: PageWords, { heldUntil, remindedAt, isNotReminded, mailbox, copy }: WhatBecame, timeOf: (moment: number) => string): SaidAfter {
  const reminder = remindedAt === undefined ? isNotReminded && leaving.notReminded : leaving.remindedAt({ time: timeOf(remindedAt) })
  return { ...(heldUntil === undefined ? {} : { held: leaving.heldUntil({ time: timeOf(heldUntil) }) }), ...(reminder ? { reminder } : {}), copy: copy ? sayCopy(leaving, mailbox ?? '', copy) : [] }
}

/** What is said of a copy that is not as it was to be. */
function sayCopy(words: PageWords['leaving'], mailbox: string, { missing, isRemade, without = [], isLost }: NonNullable<WhatBecame['copy']>): readonly string[] {
  return [
    ...(missing === undefined ? [] : [words.copyElsewhere({ missing, mailbox })]),
    ...(isRemade ? [words.copyRemade] : []),
    ...(without.length === 0 ? [] : [words.copyWithout({ names: without.join(', ') })]),
    ...(isLost ? [words.copyLost] : []),
  ]
}

function titleOf({ compose: words, leaving }: PageWords, view: CompositionView): string {
  if (view.kind === 'open') {
    if (view.state === 'accepted') return view.partly ? leaving.partly : words.accepted
    if (view.state === 'waiting') return words.later.waiting
    return view.state === 'sending' || view.state === 'delivering' ? words.beingSent : words.titles[view.composition.kind]
  }
  const { result, mailbox, heldUntil } = view.outcome
  if (result === 'sent') return heldUntil === undefined ? words.sent : leaving.held
  return result === 'postponed' ? words.postponed({ mailbox: mailbox ?? 'Drafts' }) : words.discarded
}

function sayingOf(words: PageWords, view: CompositionView, failed: FailedForm | undefined, done: string | undefined) {
  if (failed) {
    const hint = failed.status >= 500 && failed.failure === 'internal' ? `${failed.hint} ${words.failures.number({ id: failed.requestId })}` : failed.hint
    const name = view.kind === 'open' ? faultyField(failed) : undefined
    return { kind: 'problem' as const, sentence: failed.sentence, hint, ...(name ? { field: { name, label: labelOf(words, name) } } : {}) }
  }
  if (view.kind === 'open' && view.state === 'uncertain') return { kind: 'warning' as const, sentence: words.compose.uncertain, hint: '' }
  const problem = view.kind === 'open' && !view.partly ? view.leaving?.problem : undefined
  if (view.kind === 'open' && problem) return { ...attempted(words, view.state), hint: explainFailure(words, new GatewayError(problem.failure, '', problem)).sentence }
  if (done === undefined) return undefined
  return { kind: view.kind === 'gone' || view.partly ? ('warning' as const) : ('success' as const), sentence: done, hint: '' }
}

function labelOf({ compose, composing }: PageWords, name: TypedFieldName): string {
  return name === 'body' ? compose.message : name === 'headers' ? composing.headers : compose[name]
}

/** What is said of a message that did not leave when it was to. */
function attempted({ compose }: PageWords, state: string) {
  return state === 'waiting' ? { kind: 'warning' as const, sentence: compose.later.failed } : { kind: 'problem' as const, sentence: compose.later.gaveUp }
}

function pathOf(id: string, kept: string | undefined): string {
  const page = appUrls().composition(id)
  return kept === undefined ? page : `${page}?${new URLSearchParams({ kept })}`
}
