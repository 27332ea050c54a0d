import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SortKey } from '#lib/mail/index-page.ts'
import type { ImapFlow } from 'imapflow'
import { atom, execute, numberOf, text, textOf, type Argument, type Value } from '../command.ts'
import { behind, UidList } from './uid-list.ts'

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

const SEARCH_LIMIT = 1000
const IN_BODY = /^(?:body|text):\s*/i

/** True when the server can order messages by that key. */
export function canSort(client: ImapFlow, sort: SortKey): boolean {
  return sort === 'arrival' || client.capabilities.has('SORT')
}

/**
 * The whole order of the selected mailbox, or of what the search finds in it (RFC 5256, RFC 9051 §6.4.4): what moves grows with
 * what is found, so this is for servers that give no part of it (order-window.ts).
 */
export async function readOrder(client: ImapFlow, request: OrderRequest): Promise<MailboxOrder> {
  const sorted = canSort(client, request.sort)
  if (request.sort === 'arrival' || !sorted) {
    // RFC 4731 §3.1: as ranges, of which there are fewer than numbers; SORT has an order, which makes no ranges.
    const ranges = client.capabilities.has('ESEARCH') ? [atom('RETURN'), [atom('ALL')]] : []
    const uids = await run(client, 'UID SEARCH', [...ranges, ...searchArguments(client, request.search, 'search')])
    uids.sort()
    return { uids: request.reverse ? uids.reverse() : uids, sorted }
  }
  return { uids: await run(client, 'UID SORT', sortArguments(client, request, request.sort)), sorted }
}

/** The order and the program that UID SORT is asked. */
export function sortArguments(client: ImapFlow, { reverse, search }: OrderRequest, sort: Exclude<SortKey, 'arrival'>): readonly Argument[] {
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

/** Runs it and collects what it finds; an ESEARCH (RFC 4731 §3.1) is read whatever was asked for. */
async function run(client: ImapFlow, command: string, program: readonly Argument[]): Promise<Uint32Array> {
  const found = new UidList()
  const list = ({ attributes }: { attributes: readonly Value[] }): void => attributes.forEach((value) => found.add(numberOf(value)))
  await execute(client, command, program, { SEARCH: list, SORT: list, ESEARCH: ({ attributes }) => found.addSet(textOf(behind(attributes, 'ALL')) ?? '') })
  return found.toArray()
}
