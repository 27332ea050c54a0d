import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16

/** Encrypts under a 256-bit key with AES-256-GCM: nonce, tag, ciphertext. `context` must be the same when it is opened. */
export function seal(plain: string, key: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** What was sealed, or undefined when the key or the context is another, or the octets were changed. */
export function unseal(sealed: Uint8Array, key: Buffer, context: string): string | undefined {
  if (sealed.length < NONCE + TAG || key.length !== 32) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
  } catch {
    // A wrong key and changed octets look alike; both mean that nobody is signed in.
    return undefined
  }
}
