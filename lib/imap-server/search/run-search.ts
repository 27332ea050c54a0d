import type { Mailbox } from '#lib/mail-store/mail-store.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { inTurns, Turns } from './in-turns.ts'
import { flagsOf } from './kept-flags.ts'
import { compileKey, fieldsOf, inOrderOfCost, type Matcher, type SearchedMessage } from './search-matcher.ts'
import { someKey, type SearchKey, type SearchScope } from './search-program.ts'
import { textQueryOf } from './text-query.ts'

/** Messages from which on their flags are asked of all at once. */
const MANY = 1000

/** UIDs, ascending, of the messages of the scope that the key fits; `now` in milliseconds since 1970. */
export async function runSearch(scope: SearchScope, key: SearchKey, now: number): Promise<readonly Uid[]> {
  const { uids, rest } = narrowed(key, scope)
  const { mailbox } = scope
  const flags = uids.length >= MANY && someKey(key, ({ kind }) => kind === 'flag') ? await flagsOf(mailbox, uids.length) : undefined
  const matchers = rest.map((inner) => compileKey(inner, scope, { now, flags }))
  const atOnce = matchers.filter(({ cost }) => cost === 'view')
  // What has gone fits nothing that flags are a part of, whether the client has been told or not.
  let left = flags || atOnce.length > 0 ? uids.filter((uid) => (!flags || flags.has(uid)) && fitsView(atOnce, uid)) : uids
  const text = textQueryOf(key)
  if (text && left.length > 0) left = await mailbox.mayHold(left, text)
  for (const group of groupByCost(matchers.filter(({ cost }) => cost !== 'view'))) {
    if (left.length === 0) break
    left = await filter(mailbox, left, group)
  }
  return left
}

function fitsView(matchers: readonly Matcher[], uid: Uid): boolean {
  return matchers.every((matcher) => matcher.matches({ uid }) === true)
}

/** The messages that a search has to look at, ascending. */
export function searchedUids(scope: SearchScope, key: SearchKey): readonly Uid[] {
  return narrowed(key, scope).uids
}

/** Sets of numbers that every result must be in are resolved before anything is read. */
function narrowed(key: SearchKey, scope: SearchScope): { uids: readonly Uid[]; rest: readonly SearchKey[] } {
  const keys = flattened(key)
  let uids: readonly Uid[] | undefined
  for (const inner of keys) {
    if (inner.kind !== 'set') continue
    const found = scope.resolve(inner.set, inner.by)
    const present = uids && new Set(uids)
    uids = present ? found.filter((uid) => present.has(uid)) : found
  }
  return { uids: uids ?? scope.uids(), rest: keys.filter(({ kind }) => kind !== 'set' && kind !== 'all') }
}

function flattened(key: SearchKey): readonly SearchKey[] {
  return key.kind === 'and' ? key.keys.flatMap(flattened) : [key]
}

/** Tests of one cost share one reading of the messages that are left. */
function groupByCost(matchers: readonly Matcher[]): readonly (readonly Matcher[])[] {
  const groups: Matcher[][] = []
  for (const matcher of inOrderOfCost(matchers)) {
    const last = groups.at(-1)
    if (last?.[0]?.cost === matcher.cost) last.push(matcher)
    else groups.push([matcher])
  }
  return groups
}

async function filter(mailbox: Mailbox, uids: readonly Uid[], matchers: readonly Matcher[]): Promise<readonly Uid[]> {
  const found: Uid[] = []
  const turns = new Turns()
  for await (const batch of inTurns(mailbox.fields(uids, fieldsOf(matchers)))) {
    for (const message of batch) {
      const answer = fitsAll(matchers, message)
      // An await for each of 100,000 messages would cost more than the test.
      if (typeof answer === 'boolean' ? answer : await answer) found.push(message.uid)
      if (typeof answer !== 'boolean') await turns.next()
    }
  }
  return found
}

function fitsAll(matchers: readonly Matcher[], message: SearchedMessage): boolean | Promise<boolean> {
  for (const [index, matcher] of matchers.entries()) {
    const answer = matcher.matches(message)
    if (answer === false) return false
    if (answer !== true) return answer.then((fits) => fits && fitsAll(matchers.slice(index + 1), message))
  }
  return true
}
