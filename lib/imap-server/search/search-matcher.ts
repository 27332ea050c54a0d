import type { MessageField, StoredMessage } from '#lib/mail-store/mail-store.ts'
import { addressText } from '#lib/mail/address-text.ts'
import { hasFlag } from '#lib/mail/flags.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { startOfDay } from '../protocol/dates.ts'
import { foldCase, holdsText, headerTextReader } from './message-text.ts'
import type { FlagTable } from './flag-table.ts'
import type { DayTest, SearchKey, SearchScope } from './search-program.ts'
import { THREAD_ID_FIELDS, threadIdOfMessage } from './message-thread.ts'
import { holdsInContent } from './content-search.ts'

/**
 * What a test must have read before it can say anything, the cheapest first: what the view knows, what the index
 * keeps, the decoded search keys, the header, the content.
 */
export const COSTS = ['view', 'meta', 'keys', 'header', 'content'] as const
export type Cost = (typeof COSTS)[number]

/** A message with the fields that a test asks for. */
export type SearchedMessage = Pick<StoredMessage, 'uid'> & Partial<StoredMessage>

/** One key made ready: strings folded once, sets resolved once. */
export interface Matcher {
  readonly cost: Cost
  readonly fields: readonly MessageField[]
  /** A promise only where content is read. */
  matches(message: SearchedMessage): boolean | Promise<boolean>
}

function matcher<Field extends MessageField>(cost: Cost, matches: (message: Pick<StoredMessage, 'uid' | Field>) => boolean | Promise<boolean>, ...fields: readonly Field[]): Matcher {
  // Whoever asks the matcher has read its fields.
  return { cost, fields, matches: matches as Matcher['matches'] }
}

/** All that the tests read. */
export function fieldsOf(matchers: readonly Matcher[]): readonly MessageField[] {
  return [...new Set(matchers.flatMap(({ fields }) => fields))]
}

/** What is so while a search runs. */
export interface Circumstances {
  /** Milliseconds since 1970. */
  readonly now: number
  /** The flags of all messages, where they are known without reading them; nobody is asked about one that has gone. */
  readonly flags: FlagTable | undefined
}

/** The key as a test of one message. */
export function compileKey(key: SearchKey, scope: SearchScope, circumstances: Circumstances): Matcher {
  const { now, flags } = circumstances
  switch (key.kind) {
    case 'all':
      return matcher('view', () => true)
    case 'and':
      return joined(key.keys.map((inner) => compileKey(inner, scope, circumstances)), false)
    case 'or':
      return joined(key.keys.map((inner) => compileKey(inner, scope, circumstances)), true)
    case 'not':
      return negated(compileKey(key.key, scope, circumstances))
    case 'set': {
      const uids = new Set<Uid>(scope.resolve(key.set, key.by))
      return matcher('view', (message) => uids.has(message.uid))
    }
    case 'recent':
      return matcher('view', (message) => scope.isRecent(message.uid))
    case 'flag': {
      const fits = flags?.test((list) => hasFlag(list, key.flag))
      return fits ? matcher('view', ({ uid }) => fits(uid)) : matcher('meta', ({ flags: list }) => list.includes(key.flag) || hasFlag(list, key.flag), 'flags')
    }
    case 'arrived':
      // RFC 3501 §6.4.4: the date as it was given, without regard to its time and zone.
      return matcher('meta', ({ internalDate, zone }) => isOnDay(startOfDay(internalDate, zone), key.test, key.day), 'internalDate', 'zone')
    case 'saved':
      return matcher('meta', ({ saveDate }) => isOnDay(startOfDay(saveDate), key.test, key.day), 'saveDate')
    case 'younger':
      return matcher('meta', ({ internalDate }) => internalDate >= now - key.seconds * 1000, 'internalDate')
    case 'larger':
      return matcher('meta', ({ size }) => size > key.octets, 'size')
    case 'smaller':
      return matcher('meta', ({ size }) => size < key.octets, 'size')
    case 'mod-seq':
      return matcher('meta', ({ modSeq }) => modSeq >= key.least, 'modSeq')
    case 'sent':
      return matcher('keys', sentTest(key), 'sentDay')
    case 'address': {
      // A field that is not there holds nothing, not even an empty string.
      if (key.text === '') return headerMatcher(key.field, '')
      const [field, holds] = [key.field, textTest(key.text)]
      return matcher('keys', (message) => holds(addressText(message[field] ?? [])), field)
    }
    case 'subject': {
      if (key.text === '') return headerMatcher('subject', '')
      const holds = textTest(key.text)
      return matcher('keys', ({ subject = '' }) => holds(subject), 'subject')
    }
    case 'email-id':
      return matcher('meta', ({ emailId }) => emailId === key.id, 'emailId')
    case 'thread-id':
      return matcher('keys', (message) => threadIdOfMessage(message) === key.id, ...THREAD_ID_FIELDS)
    case 'header':
      return headerMatcher(key.field, key.text)
    case 'body':
    case 'text': {
      const wanted = foldCase(key.text)
      const scopeOfText = key.kind
      return matcher('content', (message) => holdsInContent(scope.mailbox, message, wanted, scopeOfText), 'header', 'parts')
    }
  }
}

function sentTest({ test, day }: Extract<SearchKey, { kind: 'sent' }>): (message: Pick<StoredMessage, 'sentDay'>) => boolean {
  return ({ sentDay }) => {
    // RFC 3501 §6.4.4: the date as it was written, without regard to its zone.
    const sent = sentDay === undefined ? NaN : Date.parse(`${sentDay}T00:00:00Z`)
    return !Number.isNaN(sent) && isOnDay(sent, test, day)
  }
}

function isOnDay(day: number, test: DayTest, wanted: number): boolean {
  if (test === 'before') return day < wanted
  return test === 'on' ? day === wanted : day >= wanted
}

/** The test of a text that holds another one, which is folded once. */
function textTest(text: string): (held: string) => boolean {
  const wanted = foldCase(text)
  return (held) => holdsText(held, wanted)
}

/** RFC 3501 §6.4.4: every field of that name as it stands there, whatever of it is kept apart; an empty string only asks whether there is one. */
function headerMatcher(field: string, text: string): Matcher {
  const [read, holds] = [headerTextReader(field), textTest(text)]
  return matcher('header', ({ header }) => header !== undefined && read(header).some(holds), 'header')
}

function negated(matcher: Matcher): Matcher {
  return {
    ...matcher,
    matches(message) {
      const answer = matcher.matches(message)
      return typeof answer === 'boolean' ? !answer : answer.then((matched) => !matched)
    },
  }
}

/** All of them, or any of them (`until` true); the cheapest are asked first. */
function joined(matchers: readonly Matcher[], until: boolean): Matcher {
  const ordered = inOrderOfCost(matchers)
  return {
    cost: ordered.at(-1)?.cost ?? 'view',
    fields: fieldsOf(ordered),
    matches(message) {
      for (const [index, matcher] of ordered.entries()) {
        const answer = matcher.matches(message)
        if (typeof answer !== 'boolean') return restOf(ordered.slice(index + 1), answer, message)
        if (answer === until) return until
      }
      return !until
    },
  }
  async function restOf(rest: readonly Matcher[], first: Promise<boolean>, message: SearchedMessage): Promise<boolean> {
    if ((await first) === until) return until
    for (const matcher of rest) if ((await matcher.matches(message)) === until) return until
    return !until
  }
}

export function inOrderOfCost(matchers: readonly Matcher[]): readonly Matcher[] {
  return [...matchers].sort((a, b) => COSTS.indexOf(a.cost) - COSTS.indexOf(b.cost))
}
