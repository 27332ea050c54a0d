import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SortKey } from '#lib/mail/index-page.ts'
import type { ImapFlow } from 'imapflow'
import { atom, execute, isToken, numberOf, text, textOf, type Argument, type Value } from '../command.ts'

/** In which order, and which of them: what SORT or SEARCH is asked. */
export interface OrderRequest {
  readonly sort: SortKey
  readonly reverse: boolean
  readonly search: string
}

/** UIDs in order; `sorted` is false where the server cannot sort and the order is that of arrival. */
export interface MailboxOrder {
  readonly uids: Uint32Array
  readonly sorted: boolean
}

const SORT_CRITERION: Readonly<Record<Exclude<SortKey, 'arrival'>, string>> = { date: 'DATE', from: 'FROM', subject: 'SUBJECT', size: 'SIZE' }

/** Stops a server that answers with more than any mailbox holds: 64 MiB of UIDs. */
const ORDER_LIMIT = 16 * 1024 * 1024
const SEARCH_LIMIT = 1000
const IN_BODY = /^(?:body|text):\s*/i

/** True when the server can order messages by that key. */
export function canSort(client: ImapFlow, sort: SortKey): boolean {
  return sort === 'arrival' || client.capabilities.has('SORT')
}

/** The order of the selected mailbox, or of what the search finds in it (RFC 5256, RFC 9051 §6.4.4). */
export async function readOrder(client: ImapFlow, request: OrderRequest): Promise<MailboxOrder> {
  const sorted = canSort(client, request.sort)
  if (request.sort === 'arrival' || !sorted) {
    const uids = await run(client, 'UID SEARCH', searchArguments(client, request.search, 'search'))
    uids.sort()
    return { uids: request.reverse ? uids.reverse() : uids, sorted }
  }
  return { uids: await run(client, 'UID SORT', sortArguments(client, request, request.sort)), sorted }
}

function sortArguments(client: ImapFlow, { reverse, search }: OrderRequest, sort: Exclude<SortKey, 'arrival'>): readonly Argument[] {
  const criterion = atom(SORT_CRITERION[sort])
  return [reverse ? [atom('REVERSE'), criterion] : [criterion], ...searchArguments(client, search, 'sort')]
}

/**
 * The search program of quick search: subject, sender or recipients hold the text; behind `body:` the body does. The text is
 * one argument of the command whatever it holds. SORT always names its charset (RFC 5256 §3).
 */
export function searchArguments(client: ImapFlow, search: string, command: 'search' | 'sort'): readonly Argument[] {
  if (Buffer.byteLength(search) > SEARCH_LIMIT) throw new GatewayError('invalid', 'the length of the search')
  if (search.includes('\0')) throw new GatewayError('invalid', 'NUL in the search')
  const words = search.replace(/[\r\n\t]+/g, ' ').trim()
  const isPlain = /^[\x20-\x7e]*$/.test(words)
  // RFC 6855 §3: once UTF8=ACCEPT is on, text is UTF-8 and a charset is an error; so is IMAP4rev2 (RFC 9051 §6.4.4).
  const isUtf8 = client.enabled.has('UTF8=ACCEPT') || client.enabled.has('IMAP4REV2')
  const charset = command === 'sort' ? [atom('UTF-8')] : isPlain || isUtf8 ? [] : [atom('CHARSET'), atom('UTF-8')]
  if (words === '') return [...charset, atom('ALL')]
  const body = words.replace(IN_BODY, '')
  if (body !== words && body !== '') return [...charset, atom(/^text/i.test(words) ? 'TEXT' : 'BODY'), text(body)]
  const keys = ['SUBJECT', 'FROM', 'TO', 'CC'].map((key): readonly Argument[] => [atom(key), text(words)])
  return [...charset, atom('OR'), ...(keys[0] ?? []), atom('OR'), ...(keys[1] ?? []), atom('OR'), ...(keys[2] ?? []), ...(keys[3] ?? [])]
}

/**
 * Runs it and collects what it finds. Never with RETURN (ALL): imapflow's parser looks at the whole of a sequence set again
 * for each of its commas, which takes minutes for a set of 100,000; as many plain numbers take it a third of a second.
 * Nor with RETURN (PARTIAL): that parser refuses a set at the end of a list, which is where RFC 9394 puts it.
 */
async function run(client: ImapFlow, command: string, program: readonly Argument[]): Promise<Uint32Array> {
  const found = new Uids()
  const list = ({ attributes }: { attributes: readonly Value[] }): void => attributes.forEach((value) => found.add(numberOf(value)))
  // With IMAP4rev2 enabled the answer is an ESEARCH whatever was asked (RFC 9051 §6.4.4).
  await execute(client, command, program, { SEARCH: list, SORT: list, ESEARCH: ({ attributes }) => found.addSet(textOf(behind(attributes, 'ALL')) ?? '') })
  return found.toArray()
}

/** What stands behind that word in `(TAG "x") UID COUNT 17 ALL 1:3,5`. */
function behind(attributes: readonly Value[], word: string): Value | undefined {
  const at = attributes.findIndex((value) => isToken(value) && textOf(value)?.toUpperCase() === word)
  return at === -1 ? undefined : attributes[at + 1]
}

class Uids {
  #uids = new Uint32Array(256)
  #length = 0

  add(uid: number | undefined): void {
    if (uid === undefined || uid < 1 || uid > 0xffffffff) return
    if (this.#length === this.#uids.length) {
      if (this.#length >= ORDER_LIMIT) throw new GatewayError('too-large', 'the result of the search')
      const larger = new Uint32Array(this.#uids.length * 4)
      larger.set(this.#uids)
      this.#uids = larger
    }
    this.#uids[this.#length++] = uid
  }

  /** A sequence set whose order counts: `5,3:1` is 5, 3, 2, 1 (RFC 5267 §3). */
  addSet(set: string): void {
    for (const range of set.split(',')) {
      const [first, last = first] = range.split(':').map(Number)
      if (first === undefined || last === undefined || !Number.isInteger(first) || !Number.isInteger(last)) continue
      const step = first <= last ? 1 : -1
      for (let uid = first; uid !== last + step; uid += step) this.add(uid)
    }
  }

  toArray(): Uint32Array {
    return this.#uids.slice(0, this.#length)
  }
}
