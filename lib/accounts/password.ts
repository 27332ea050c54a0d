import { argon2, createHmac, createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { AccountProblem, type ScramKeys } from './account-directory.ts'

/** Octets; far above any passphrase, and hashing one stays cheap. */
const PASSWORD_LIMIT = 1024

/** OWASP's choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19 * 1024, passes: 2, parallelism: 1 }
const TAG_LENGTH = 32

/** RFC 7677 §4 asks for 4096 at least; a client pays them at each sign-in, a thief of the database for each guess. */
export const SCRAM_ITERATIONS = 16_384

const hashArgon2 = promisify(argon2)
const derive = promisify(pbkdf2)

/**
 * The password as it is hashed, whichever way it came (RFC 4013): other blanks become a space, what is invisible goes, NFKC.
 * Blanks, quotes and backslashes stay as they are. Undefined for what no password may hold.
 */
export function preparePassword(password: string): string | undefined {
  if (!password.isWellFormed()) return undefined
  const prepared = password
    .replace(/[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g, '')
    .normalize('NFKC')
  const isFit = prepared !== '' && Buffer.byteLength(prepared) <= PASSWORD_LIMIT && !/[\u0000-\u001f\u007f-\u009f]/.test(prepared)
  return isFit ? prepared : undefined
}

/** As `preparePassword`. Throws AccountProblem 'bad-password'. */
export function newPassword(password: string): string {
  const prepared = preparePassword(password)
  if (prepared === undefined) throw new AccountProblem('bad-password', 'A password has 1 to 1024 octets and no control characters')
  return prepared
}

/** An argon2id hash in PHC form, with its own salt and cost. */
export async function hashPassword(prepared: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await hashArgon2('argon2id', { message: prepared, nonce: salt, tagLength: TAG_LENGTH, ...COST })
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** True when the hash is that of the password. Throws for a hash that is damaged. */
export async function verifyPassword(prepared: string, hash: string): Promise<boolean> {
  const match = PHC.exec(hash)
  if (!match) throw new Error('A stored password hash is damaged')
  const [memory, passes, parallelism] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const [salt, tag] = [Buffer.from(match[4] ?? '', 'base64'), Buffer.from(match[5] ?? '', 'base64')]
  const computed = await hashArgon2('argon2id', { message: prepared, nonce: salt, tagLength: tag.length, memory, passes, parallelism })
  return timingSafeEqual(computed, tag)
}

/** A hash that no password has, at the cost of a real one: what unknown names are checked against. */
export function unmatchableHash(): string {
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(TAG_LENGTH))}`
}

/** What a server keeps for SCRAM-SHA-256 (RFC 5802 §3, RFC 7677). */
export async function deriveScramKeys(prepared: string, salt: Uint8Array = randomBytes(16), iterations = SCRAM_ITERATIONS): Promise<ScramKeys> {
  const salted = await derive(prepared, salt, iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest()
  const serverKey = createHmac('sha256', salted).update('Server Key').digest()
  return { salt, iterations, storedKey, serverKey }
}

/** Keys that no password has, made from the name alone by whoever knows the secret: what a name without keys is answered with. */
export function unmatchableScramKeys(secret: Uint8Array, name: string): ScramKeys {
  const derived = (what: string): Buffer => createHmac('sha256', secret).update(`${what}\u0000${name}`).digest()
  return { salt: derived('salt').subarray(0, 16), iterations: SCRAM_ITERATIONS, storedKey: derived('stored key'), serverKey: derived('server key') }
}

function unpadded(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64').replace(/=+$/, '')
}
