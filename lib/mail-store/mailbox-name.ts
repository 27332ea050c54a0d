import { StoreProblem } from './mail-store.ts'

export const INBOX = 'INBOX'

/** Octets of UTF-8: with room for "/", modified UTF-7 and quoting below the lines that clients can read. */
const NAME_LIMIT = 1000
const LEVEL_LIMIT = 50

// RFC 9051 §5.1: no control characters. Line and paragraph separators would break the lines of lists.
const UNSPEAKABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/**
 * The one spelling under which a mailbox is kept: NFC (RFC 9051 §5.1 asks for Net-Unicode, RFC 5198), and INBOX in capitals,
 * whatever stands below it. Throws StoreProblem 'bad-name', also for a level that a file system takes for a way elsewhere: somebody may unpack an export there.
 */
export function canonicalName(name: string): string {
  const canonical = findableName(name)
  if (canonical === undefined || canonical.split('/').some((level) => level === '.' || level === '..')) throw new StoreProblem('bad-name')
  return canonical
}

/** As `canonicalName`; undefined for a name that no mailbox can have. */
export function findableName(name: string): string | undefined {
  if (name.length > NAME_LIMIT || !name.isWellFormed() || UNSPEAKABLE.test(name)) return undefined
  const levels = name.normalize('NFC').split('/')
  if (levels.length > LEVEL_LIMIT || levels.includes('')) return undefined
  if (levels[0]?.toUpperCase() === INBOX) levels[0] = INBOX
  const canonical = levels.join('/')
  return Buffer.byteLength(canonical) > NAME_LIMIT ? undefined : canonical
}

/** True when `name` lies somewhere below `above`. */
export function isBelow(name: string, above: string): boolean {
  return name.startsWith(`${above}/`)
}

/** What stands below may have a name that nobody can give any more. */
function renamed(name: string): string {
  const found = findableName(name)
  if (found === undefined) throw new StoreProblem('bad-name')
  return found
}

/**
 * What a rename does to the names of one account: pairs of old and new name, the named one and everything below it (RFC 9051 §6.3.6),
 * in an order in which each new name is free when its turn comes.
 * INBOX is not among them: it moves its messages and not its name. Throws StoreProblem.
 */
export function renamedNames(names: readonly string[], from: string, to: string): readonly (readonly [string, string])[] {
  if (isBelow(to, from)) throw new StoreProblem('bad-name')
  const moving = names.filter((name) => name === from || isBelow(name, from)).sort((a, b) => a.length - b.length)
  const pairs = moving.map((name) => [name, renamed(to + name.slice(from.length))] as const)
  if (pairs.length === 0) throw new StoreProblem('no-such-mailbox')
  const staying = new Set(names)
  if (staying.has(to)) throw new StoreProblem('exists')
  for (const [old] of pairs) staying.delete(old)
  if (pairs.some(([, name]) => staying.has(name))) throw new StoreProblem('exists')
  return pairs
}
