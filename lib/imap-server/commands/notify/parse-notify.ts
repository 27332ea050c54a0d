import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { Refusal, type SyntaxProblem } from '../../protocol/problems.ts'
import type { FetchItem } from '../fetch/fetch-items.ts'
import { parseItems } from '../fetch/parse-fetch.ts'

const EVENTS = ['MessageNew', 'MessageExpunge', 'FlagChange', 'MailboxName', 'SubscriptionChange', 'MailboxMetadataChange', 'ServerMetadataChange'] as const
export type EventName = (typeof EVENTS)[number]

const MESSAGE_EVENTS: readonly string[] = ['MessageNew', 'MessageExpunge', 'FlagChange']

/** More groups and names than any client sends; each is compared with each mailbox. */
const GROUP_LIMIT = 100
const NAME_LIMIT = 1000

export type Filter = 'selected' | 'selected-delayed' | 'inboxes' | 'personal' | 'subscribed' | 'subtree' | 'mailboxes'

/** Some mailboxes, and what a client wants to hear of them (RFC 5465 §6). */
export interface EventGroup {
  readonly filter: Filter
  /** Of `subtree` and `mailboxes`. */
  readonly names: readonly string[]
  readonly events: ReadonlySet<EventName>
  /** What is to be told of new messages of the selected mailbox. */
  readonly items: readonly FetchItem[]
}

export interface NotifyCommand {
  readonly status: boolean
  readonly groups: readonly EventGroup[]
}

/** `notify = "NOTIFY" SP ("SET" [SP "STATUS"] SP event-groups / "NONE")` (RFC 5465 §8). */
export async function parseNotify(args: ArgumentReader): Promise<NotifyCommand> {
  args.expect(' ')
  if (args.accept('NONE')) {
    args.end()
    return { status: false, groups: [] }
  }
  args.expect('SET ')
  const status = args.accept('STATUS ')
  const groups: EventGroup[] = []
  const unknown: string[] = []
  const unsound: SyntaxProblem[] = []
  do {
    if (groups.length === GROUP_LIMIT) throw args.fault('Too many event groups')
    const group = await parseGroup(args, unknown)
    const reason = isSelected(group.filter) && groups.some(({ filter }) => isSelected(filter)) ? 'SELECTED stands once' : unsoundness(group)
    if (reason !== undefined) unsound.push(args.fault(reason))
    groups.push(group)
  } while (args.accept(' '))
  args.end()
  // RFC 5465 §3.1: an event that the server does not know is refused, and no error.
  if (unknown.length > 0) throw new Refusal('No such event', `BADEVENT (${EVENTS.join(' ')})`)
  if (unsound[0]) throw unsound[0]
  return { status, groups }
}

export function isSelected(filter: Filter): boolean {
  return filter === 'selected' || filter === 'selected-delayed'
}

async function parseGroup(args: ArgumentReader, unknown: string[]): Promise<EventGroup> {
  args.expect('(')
  const filter = parseFilter(args)
  const names = filter === 'subtree' || filter === 'mailboxes' ? await parseNames(args) : []
  args.expect(' ')
  const events = new Set<EventName>()
  let items: readonly FetchItem[] = []
  if (!args.accept('NONE')) {
    // The grammar wants parentheses; the examples of RFC 5465 §3.1 go without.
    const hasParentheses = args.accept('(')
    do {
      const event = parseEvent(args, unknown)
      if (event) events.add(event)
      if (event === 'MessageNew' && isSelected(filter) && args.startsWith(' (')) {
        args.expect(' ')
        items = await parseItems(args)
      }
    } while (args.accept(' '))
    if (hasParentheses) args.expect(')')
  }
  args.expect(')')
  return { filter, names, events, items }
}

/** `SP (mailbox / "(" mailbox *(SP mailbox) ")")` */
async function parseNames(args: ArgumentReader): Promise<readonly string[]> {
  args.expect(' ')
  if (!args.accept('(')) return [await args.mailbox()]
  const names: string[] = []
  do {
    if (names.length === NAME_LIMIT) throw args.fault('Too many mailboxes')
    names.push(await args.mailbox())
  } while (args.accept(' '))
  args.expect(')')
  return names
}

function parseFilter(args: ArgumentReader): Filter {
  const word = args.word('a mailbox filter').toLowerCase()
  const filter = (['selected', 'selected-delayed', 'inboxes', 'personal', 'subscribed', 'subtree', 'mailboxes'] as const).find((known) => known === word)
  if (!filter) throw args.problem('a mailbox filter')
  return filter
}

function parseEvent(args: ArgumentReader, unknown: string[]): EventName | undefined {
  const word = args.atom('an event')
  const event = EVENTS.find((known) => known.toLowerCase() === word.toLowerCase())
  if (!event) unknown.push(word)
  return event
}

/** RFC 5465 §5 and §6.1: which events go together, and which with the selected mailbox. */
function unsoundness({ filter, events }: EventGroup): string | undefined {
  if (events.has('MessageNew') !== events.has('MessageExpunge')) return 'MessageNew and MessageExpunge go together'
  if (events.has('FlagChange') && !events.has('MessageNew')) return 'FlagChange goes with MessageNew and MessageExpunge'
  if (isSelected(filter) && [...events].some((event) => !MESSAGE_EVENTS.includes(event))) return 'SELECTED has events of messages alone'
  return undefined
}
