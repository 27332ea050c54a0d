import type { Credentials } from '#lib/mail/network/server-address.ts'

/** What a name or a password may have at most, in characters. */
const MOST = 1024

/** The name and password of an Authorization header (RFC 7617, in UTF-8); undefined for anything else. */
export function readBasic(header: string | undefined): Credentials | undefined {
  const encoded = /^basic +([a-z0-9+/]+={0,2}) *$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = decode(Buffer.from(encoded, 'base64'))
  const [, user, password] = /^([^:]+):(.+)$/s.exec(text ?? '') ?? []
  if (user === undefined || password === undefined) return undefined
  return user.length > MOST || password.length > MOST || /\p{Cc}/u.test(user + password) ? undefined : { user, password }
}

function decode(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    return undefined // in another encoding
  }
}
