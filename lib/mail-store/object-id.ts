import { createHash } from 'node:crypto'
import type { UidValidity } from '#lib/mail/uid.ts'

/**
 * Object identifiers of RFC 8474: each made of what it identifies, so that nothing has to be kept. A letter stands in front (§8.1),
 * and what follows is lower-case hexadecimal, so that no two differ by case alone.
 */

/** EMAILID of that content: the same wherever it is copied, and for whoever has the same octets (§5.1). */
export function emailIdOf(sha256: Uint8Array): string {
  return `M${Buffer.from(sha256).toString('hex', 0, 16)}`
}

/** MAILBOXID: an account never gives a UIDVALIDITY twice, and a mailbox keeps its own when it is renamed (§4). */
export function mailboxIdOf(account: string, uidValidity: UidValidity): string {
  return `F${digestOf(`${account}\0${uidValidity}`)}`
}

/** THREADID of the conversation that this message or content began. */
export function threadIdOf(root: string): string {
  return `T${digestOf(root)}`
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
