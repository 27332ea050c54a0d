import { headers } from 'next/headers'
import { listOpenCompositions } from '#lib/gateway/writing/view-composition.ts'
import { directoriesOf } from '#lib/http/directory/site-directories.ts'
import { hasFilters } from '#lib/http/filters/filter-desk.ts'
import { failedForm, notice } from '#lib/http/failed-forms.ts'
import { mailboxesView } from '#lib/http/preferences/mailboxes-view.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { withReceiptSent } from '#lib/http/reading/automatic-receipt.ts'
import { explainFailure, type FailureExplanation } from '#lib/http/wording/failure-sentences.ts'
import { accountsHere, whoseOf } from '#lib/http/seats/accounts-here.ts'
import { setPageStatus } from '#lib/http/page-status.ts'
import { lookFor } from '#lib/http/themes/themes-of.ts'
import { appBase, appUrls, connectionsOf, currentSite, formToken, groupsOf, isAdmin, log, requireSession, type SignedIn } from '#lib/http/wiring.ts'
import { writing } from '#lib/http/writing/desk.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { fetchIndexPage } from '#lib/imap/operations/fetch-index-page.ts'
import { listMailboxesWithStates } from '#lib/imap/operations/list-mailboxes.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { SortKey } from '#lib/mail/index-page.ts'
import { indexOrder } from '#lib/mail/preferences/index-order.ts'
import { applyToIndex } from '#components/mail-state/apply-action.ts'
import { MESSAGE_CHOICES, SCREEN_PREFERENCES, type ScreenPreferences } from '#components/mail-screen/screen-preferences.ts'
import type { MailScreenProps } from '#components/mail-screen/mail-screen-props.ts'
import type { Saying } from '#components/mail-state/mail-state.ts'
import { messageRef, placeUrl, type Place } from '#components/mail-state/place.ts'
import { isImposed } from '#lib/mail/preferences/effective.ts'
import type { Site } from '#components/mail-screen/site.ts'
import { isTextBrowser } from '#components/shell/text-browser.ts'

export type Search = Readonly<Record<string, string | string[] | undefined>>

/** Everything that the mail screen shows at this place. What went wrong is part of it; only our own bugs throw. */
export async function loadMailScreen(place: Place, search: Search): Promise<MailScreenProps> {
  const session = await requireSession(placeUrl(appUrls(), place))
  const connections = connectionsOf(session)
  const { values } = await preferences(session)
  const site = await loadSite(session)
  const { page = 1, search: text = '' } = place.query
  const order = { ...indexOrder({ ...place.query, sort: place.query.sort as SortKey | undefined }, values), search: text }
  const ref = place.message === undefined ? undefined : messageRef(place.mailbox, place.message)
  const wantsIndex = !site.isTextBrowser || ref === undefined
  // The list tells how each mailbox stands, which the index would else have to ask once more.
  const listing = attempt(() => listMailboxesWithStates(connections, mailboxesView(values)))
  const [listed, index, message, open] = await Promise.all([
    listing,
    wantsIndex
      ? attempt(async () => fetchIndexPage(connections, { mailbox: place.mailbox, page, pageSize: values['index.page_size'], ...order }, valueOf(await listing)?.states.get(place.mailbox)))
      : undefined,
    ref && attempt(async () => {
      const isLookedAt = !(await isPrefetch())
      // Text browsers run no script that would do it later.
      const marks = values['reading.mark_seen']
      const view = await openFor(session, connections, ref, { markSeen: (marks === 'when-opened' || (marks === 'after-seconds' && site.isTextBrowser)) && isLookedAt, prefer: site.isTextBrowser ? 'text' : undefined, charset: place.show.charset, order, asksFirst: place.show.open === undefined })
      return isLookedAt && session.support === undefined ? withReceiptSent(session, ref, view) : view
    }),
    session.support === undefined ? listOpenCompositions({ writing: await writing(), session }) : [],
  ])
  const failure = [message, index, listed].find((outcome) => outcome && 'failure' in outcome)
  const opened = valueOf(message)
  const rows = valueOf(index)
  return {
    site,
    place,
    mailboxes: valueOf(listed)?.mailboxes ?? [],
    // The rows may have been read before the message was marked.
    index: rows && opened?.seen ? applyToIndex(rows, 'mark-seen', [opened.id]) : rows,
    message: opened,
    saying: await sayingOf(search, failure && 'failure' in failure ? failure.failure : undefined),
    open: open.map(({ id, subject, to, state }) => ({ id, subject, to, state })),
  }
}

/** What the screens need to know of the site and of who is signed in. */
export async function loadSite(session: SignedIn): Promise<Site> {
  const { values, effective } = await preferences(session)
  const { title, modules, links } = await currentSite(session)
  const agent = (await headers()).get('user-agent')
  return {
    base: appBase(),
    title,
    modules: { ...modules, directory: directoriesOf(session).length > 0, filters: hasFilters(session) },
    help: { mailbox: await helpLink('mailbox'), message: await helpLink('message'), compose: await helpLink('compose') },
    links: [...links, ...((await lookFor(session)).theme?.links ?? []), ...groupsOf(session).flatMap((group) => group.links), ...values.links],
    whose: await whoseOf(session),
    accounts: await accountsHere(session),
    administration: isAdmin(session) ? (await pageWords()).admin.title : undefined,
    token: await formToken(session),
    user: session.user,
    address: session.address,
    zone: values.time_zone || serverZone,
    now: new Date().toISOString(),
    keepsCopies: !session.onPublicComputer,
    isTextBrowser: values['appearance.text_only'] || isTextBrowser(agent),
    preferences: { ...(Object.fromEntries(SCREEN_PREFERENCES.map((name) => [name, values[name]])) as unknown as ScreenPreferences), imposed: MESSAGE_CHOICES.filter((name) => isImposed(effective[name])) },
  }
}

const serverZone = knownZone(undefined)

type Outcome<T> = { readonly value: T } | { readonly failure: FailureExplanation }

/** An expected failure becomes a value that the page shows; a bug goes on to where bugs are told. */
export async function attempt<T>(task: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await task() }
  } catch (error) {
    if (!isGatewayError(error)) throw error
    const requestId = await currentRequestId()
    log().info('page failed', { failure: error.failure, detail: error.detail, requestId })
    return { failure: explainFailure(await pageWords(), error) }
  }
}

export function valueOf<T>(outcome: Outcome<T> | undefined): T | undefined {
  return outcome && 'value' in outcome ? outcome.value : undefined
}

/** The sentence that a page shows: its own failure, that of the form it comes from, or what that form has done. */
export async function sayingOf(search: Search, failure?: FailureExplanation): Promise<Saying | undefined> {
  const failed = failedForm(one(search.failed))
  const worst = failure ?? failed
  if (worst) {
    setPageStatus(worst.status)
    const requestId = failure ? await currentRequestId() : (failed?.requestId ?? '')
    const hint = worst.status >= 500 ? `${worst.hint} ${(await pageWords()).failures.number({ id: requestId })}` : worst.hint
    return { kind: 'problem', sentence: worst.sentence, hint }
  }
  const done = notice(one(search.notice))
  return done === undefined ? undefined : { kind: 'success', sentence: done }
}

export const one = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' ? value : value?.[0])

/** Made by the front and set on every request; the log has it too. */
async function currentRequestId(): Promise<string> {
  return (await headers()).get('x-postern-request-id') ?? ''
}

/** A page that nobody looks at yet marks nothing as read (RFC 9110 §18: Sec-Purpose). */
async function isPrefetch(): Promise<boolean> {
  const own = await headers()
  return /prefetch/i.test(`${own.get('sec-purpose') ?? ''} ${own.get('purpose') ?? ''}`) || own.has('next-router-prefetch')
}
