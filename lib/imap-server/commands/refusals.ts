import { findableName } from '#lib/mail-store/mailbox-name.ts'
import { StoreProblem, type StoreProblemKind } from '#lib/mail-store/mail-store.ts'
import { Refusal } from '../protocol/problems.ts'

/** Each problem of the store in a client's words, with its response code (RFC 5530, RFC 7889, RFC 9208). */
const REFUSALS: Readonly<Record<StoreProblemKind, readonly [text: string, code: string]>> = {
  exists: ['Mailbox exists already', 'ALREADYEXISTS'],
  'no-such-mailbox': ['No such mailbox', 'NONEXISTENT'],
  'no-such-message': ['Message has been expunged', 'EXPUNGEISSUED'],
  'bad-name': ['Not a name for a mailbox', 'CANNOT'],
  'bad-size': ['Message is not as long as announced', 'CLIENTBUG'],
  'too-large': ['Larger than this server accepts', 'TOOBIG'],
  'over-quota': ['Over quota', 'OVERQUOTA'],
  'too-many': ['No room for more annotations', 'METADATA TOOMANY'],
  'too-many-flags': ['Too many flags', 'LIMIT'],
  'no-space': ['The server has no space left', 'UNAVAILABLE'],
  'no-mailboxes': ['The mailboxes of this account are not there', 'CONTACTADMIN'],
  closed: ['The server is closing this account', 'UNAVAILABLE'],
  damaged: ['A message is damaged', 'CORRUPTION'],
  'no-right': ['Your rights do not allow this', 'NOPERM'],
  refused: ['Not possible with this mailbox', 'CANNOT'],
}

/** The store's problem as the client hears it. */
export function refusalOf(problem: StoreProblem): Refusal {
  const [text, code] = REFUSALS[problem.kind]
  return new Refusal(text, code, { cause: problem })
}

/** What was done, or undefined where the account's rights do not reach: an owner may have taken one back a moment ago. */
export async function permitted<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof StoreProblem && (error.kind === 'no-right' || error.kind === 'no-such-mailbox')) return undefined
    throw error
  }
}

/** There is no mailbox to put messages into; the client is told to make it unless nobody can (RFC 3501 §7.1). */
export function noTarget(name: string): Refusal {
  return new Refusal('No such mailbox', findableName(name) === undefined ? 'CANNOT' : 'TRYCREATE')
}
