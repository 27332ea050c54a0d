import type { DigestField, StoredMessage } from '#lib/mail-store/mail-store.ts'
import { addressText } from '#lib/mail/address-text.ts'
import { hasFlag } from '#lib/mail/flags.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { SearchKeys } from '#lib/mime/digest.ts'
import { startOfDay } from '../protocol/dates.ts'
import { foldCase, holdsText, readHeaderText } from './message-text.ts'
import type { DayTest, SearchKey, SearchScope } from './search-program.ts'
import { threadIdOfMessage } from './message-thread.ts'
import { holdsInContent } from './content-search.ts'

/**
 * What a test must have read before it can say anything, the cheapest first: what the view knows, what the index
 * keeps, the decoded search keys, the header, the content.
 */
export const COSTS = ['view', 'meta', 'keys', 'header', 'content'] as const
export type Cost = (typeof COSTS)[number]

/** One key made ready: strings folded once, sets resolved once. */
export interface Matcher {
  readonly cost: Cost
  readonly fields: readonly DigestField[]
  /** A promise only where content is read. */
  matches(message: StoredMessage): boolean | Promise<boolean>
}

/** What a test of that cost reads when it does not say so itself. */
const FIELDS: Readonly<Record<Cost, readonly DigestField[]>> = {
  view: [],
  meta: [],
  keys: ['keys'],
  header: ['header'],
  content: ['header', 'parts'],
}

function matcher(cost: Cost, matches: Matcher['matches'], fields: readonly DigestField[] = FIELDS[cost]): Matcher {
  return { cost, fields, matches }
}

/** All that the tests read. */
export function fieldsOf(matchers: readonly Matcher[]): readonly DigestField[] {
  return [...new Set(matchers.flatMap(({ fields }) => fields))]
}

/** The key as a test of one message; `now` in milliseconds since 1970. */
export function compileKey(key: SearchKey, scope: SearchScope, now: number): Matcher {
  switch (key.kind) {
    case 'all':
      return matcher('view', () => true)
    case 'and':
      return joined(key.keys.map((inner) => compileKey(inner, scope, now)), false)
    case 'or':
      return joined(key.keys.map((inner) => compileKey(inner, scope, now)), true)
    case 'not':
      return negated(compileKey(key.key, scope, now))
    case 'set': {
      const uids = new Set<Uid>(scope.resolve(key.set, key.by))
      return matcher('view', (message) => uids.has(message.uid))
    }
    case 'recent':
      return matcher('view', (message) => scope.isRecent(message.uid))
    case 'flag':
    case 'arrived':
    case 'saved':
    case 'younger':
    case 'larger':
    case 'smaller':
    case 'mod-seq':
      return matcher('meta', metaTest(key, now))
    case 'sent':
    case 'address':
    case 'subject':
      return matcher('keys', keysTest(key))
    case 'email-id':
      return matcher('meta', ({ emailId }) => emailId === key.id, ['emailId'])
    case 'thread-id':
      return matcher('keys', (message) => threadIdOfMessage(message) === key.id, ['keys', 'emailId'])
    case 'header':
      return headerMatcher(key.field, key.text)
    case 'body':
    case 'text': {
      const wanted = foldCase(key.text)
      const scopeOfText = key.kind
      return matcher('content', (message) => holdsInContent(scope.mailbox, message, wanted, scopeOfText))
    }
  }
}

type MetaKey = Extract<SearchKey, { kind: 'flag' | 'arrived' | 'saved' | 'younger' | 'larger' | 'smaller' | 'mod-seq' }>

function metaTest(key: MetaKey, now: number): (message: StoredMessage) => boolean {
  switch (key.kind) {
    case 'flag':
      return ({ flags }) => flags.includes(key.flag) || hasFlag(flags, key.flag)
    case 'arrived':
      // RFC 3501 §6.4.4: the date as it was given, without regard to its time and zone.
      return ({ internalDate, zone }) => isOnDay(startOfDay(internalDate, zone), key.test, key.day)
    case 'saved':
      return ({ saveDate }) => isOnDay(startOfDay(saveDate), key.test, key.day)
    case 'younger':
      return ({ internalDate }) => internalDate >= now - key.seconds * 1000
    case 'larger':
      return ({ size }) => size > key.octets
    case 'smaller':
      return ({ size }) => size < key.octets
    case 'mod-seq':
      return ({ modSeq }) => modSeq >= key.least
  }
}

type KeysKey = Extract<SearchKey, { kind: 'sent' | 'address' | 'subject' }>

function keysTest(key: KeysKey): (message: StoredMessage) => boolean {
  if (key.kind === 'sent') {
    return ({ keys }) => {
      // RFC 3501 §6.4.4: the date as it was written, without regard to its zone.
      const sent = keys?.sentDay === undefined ? NaN : Date.parse(`${keys.sentDay}T00:00:00Z`)
      return !Number.isNaN(sent) && isOnDay(sent, key.test, key.day)
    }
  }
  const wanted = foldCase(key.text)
  if (key.kind === 'subject') return ({ keys }) => keys !== undefined && holdsText(keys.subject, wanted)
  return ({ keys }) => keys !== undefined && holdsText(addressText(keys[key.field]), wanted)
}

function isOnDay(day: number, test: DayTest, wanted: number): boolean {
  if (test === 'before') return day < wanted
  return test === 'on' ? day === wanted : day >= wanted
}

/** Fields whose values the store keeps apart; RFC 3501 §6.4.4: an empty string only asks whether there is such a field. */
const KEPT_FIELDS: Readonly<Record<string, (keys: SearchKeys) => string>> = {
  subject: (keys) => keys.subject,
  'message-id': (keys) => keys.messageId,
}

function headerMatcher(field: string, text: string): Matcher {
  const wanted = foldCase(text)
  const kept = Object.hasOwn(KEPT_FIELDS, field) ? KEPT_FIELDS[field] : undefined
  if (kept && text !== '') return matcher('keys', ({ keys }) => keys !== undefined && holdsText(kept(keys), wanted))
  return matcher('header', ({ header }) => header !== undefined && readHeaderText(header, field).some((value) => holdsText(value, wanted)))
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
  async function restOf(rest: readonly Matcher[], first: Promise<boolean>, message: StoredMessage): Promise<boolean> {
    if ((await first) === until) return until
    for (const matcher of rest) if ((await matcher.matches(message)) === until) return until
    return !until
  }
}

export function inOrderOfCost(matchers: readonly Matcher[]): readonly Matcher[] {
  return [...matchers].sort((a, b) => COSTS.indexOf(a.cost) - COSTS.indexOf(b.cost))
}
