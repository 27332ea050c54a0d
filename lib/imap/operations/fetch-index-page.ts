import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { IndexPage, MessageSummary, SortKey } from '#lib/mail/index-page.ts'
import { toUid, type Uid } from '#lib/mail/uid.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { OrderedIndex } from '../order/ordered-index.ts'
import type { OrderWindow } from '../order/order-window.ts'
import { readBodyStructure } from '../reading/body-structure.ts'
import { fetchMessages, type Fetched, type FetchRange } from '../reading/fetch.ts'
import { mailboxState, type MailboxState } from '../reading/mailbox-state.ts'
import { PLAIN_SUMMARY_ITEMS, summarize, SUMMARY_ITEMS } from '../reading/message-summary.ts'
import { keepBodiesTold } from '../reading/told-bodies.ts'
import { selected, uidSet, uidValidityOf } from '../same-mailbox.ts'

/** Which page of which index. */
export interface IndexRequest {
  readonly mailbox: string
  /** From 1; a page beyond the last is the last. */
  readonly page: number
  readonly pageSize: number
  readonly sort: SortKey
  /** True for the newest, greatest or last first. */
  readonly reverse: boolean
  /** '' for the whole mailbox. */
  readonly search: string
}

/**
 * One page of the index. By arrival it costs what the page holds, however large the mailbox; other orders cost the server a
 * SORT, whose result is kept as long as no message comes or goes. Never sets \Seen. `knownState` is what the server has
 * just said of the mailbox, else it is asked. Throws GatewayError 'no-such-mailbox', 'invalid'.
 */
export async function fetchIndexPage(connections: AccountConnections, request: IndexRequest, knownState?: MailboxState): Promise<IndexPage> {
  const name = `page ${JSON.stringify(request)}`
  const state = knownState ?? (await stateOf(connections, request.mailbox))
  const known = state.everything === undefined ? undefined : connections.views.get<IndexPage>(name, state.everything)
  if (known) return known
  const page = await connections.use(request.mailbox, (client) => buildPage(client, connections, request, state))
  if (state.everything !== undefined) connections.views.set(name, state.everything, page, 1000 + page.messages.length * 600)
  return page
}

/** STATUS refuses with hardly a reason; SELECT tells whether there is such a mailbox at all. */
async function stateOf(connections: AccountConnections, mailbox: string): Promise<MailboxState> {
  try {
    return await connections.ask((client) => mailboxState(client, mailbox))
  } catch (error) {
    if (isGatewayError(error) && error.failure === 'refused') await connections.use(mailbox, async () => undefined)
    throw error
  }
}

async function buildPage(client: ImapFlow, connections: AccountConnections, request: IndexRequest, state: MailboxState): Promise<IndexPage> {
  const isWindow = request.sort === 'arrival' && request.search.trim() === ''
  const shown = isWindow ? undefined : await orderedPage(new OrderedIndex(client, connections, request, state), request)
  const total = shown?.total ?? selected(client).exists
  const page = Math.min(request.page, lastPage(total, request))
  const fetched = shown
    ? await inOrder(client, [...shown.uids].map(toUid))
    : await window(client, total, { start: (page - 1) * request.pageSize, count: request.pageSize, reverse: request.reverse })
  const uidValidity = uidValidityOf(client)
  const described = fetched.map((message) => ({ message, structure: readBodyStructure(message.bodyStructure) }))
  keepBodiesTold(connections.views, { mailbox: request.mailbox, uidValidity }, described.flatMap(({ message: { uid, size }, structure }) => (structure ? [{ uid: toUid(uid), size, structure }] : [])))
  const messages: readonly MessageSummary[] = described.map(({ message, structure }) => summarize(message, structure, uidValidity))
  return {
    mailbox: request.mailbox,
    uidValidity,
    total,
    unseen: state.unseen,
    page,
    pageSize: request.pageSize,
    sort: request.sort,
    reverse: request.reverse,
    search: request.search,
    messages,
    sortedByArrival: shown?.sorted === false,
    writable: selected(client).readOnly !== true,
  }
}

const lastPage = (total: number, { pageSize }: IndexRequest): number => Math.max(1, Math.ceil(total / pageSize))

/** The page that was asked for; the last where there are fewer. */
async function orderedPage(index: OrderedIndex, request: IndexRequest): Promise<OrderWindow> {
  const pageAt = (page: number): Promise<OrderWindow> => index.stretch({ start: (page - 1) * request.pageSize, end: page * request.pageSize })
  const shown = await pageAt(request.page)
  const last = lastPage(shown.total, request)
  return request.page > last ? pageAt(last) : shown
}

/** A stretch of the mailbox by sequence number, which is the order of arrival (RFC 9051 §2.3.1.2). */
async function window(client: ImapFlow, total: number, { start, count, reverse }: { start: number; count: number; reverse: boolean }): Promise<readonly Fetched[]> {
  if (total === 0 || start >= total) return []
  const [first, last] = reverse ? [Math.max(1, total - start - count + 1), total - start] : [start + 1, Math.min(total, start + count)]
  const fetched = await fetchAll(client, { by: 'sequence', set: `${first}:${last}` }, last - first + 1)
  const wanted = fetched.filter(({ sequence }) => sequence >= first && sequence <= last)
  return wanted.sort((a, b) => (reverse ? b.sequence - a.sequence : a.sequence - b.sequence))
}

async function inOrder(client: ImapFlow, uids: readonly Uid[]): Promise<readonly Fetched[]> {
  if (uids.length === 0) return []
  const byUid = new Map((await fetchAll(client, { by: 'uid', set: uidSet(uids) }, uids.length)).map((message) => [message.uid, message]))
  return uids.map((uid) => byUid.get(uid)).filter((message) => message !== undefined)
}

/** One FETCH; a message whose structure the client's parser refuses is missing from its answer and is fetched again without. */
async function fetchAll(client: ImapFlow, range: FetchRange, expected: number): Promise<readonly Fetched[]> {
  const fetched = (await fetchMessages(client, range, SUMMARY_ITEMS)).filter(isWhole)
  if (fetched.length >= expected) return fetched
  const known = new Set(fetched.map(({ uid }) => uid))
  const plain = (await fetchMessages(client, range, PLAIN_SUMMARY_ITEMS)).filter((message) => isWhole(message) && !known.has(message.uid))
  return [...fetched, ...plain]
}

/** A response that only tells of flags somebody changed has no header. */
function isWhole({ uid, sections }: Fetched): boolean {
  return uid > 0 && sections.has('HEADER')
}
