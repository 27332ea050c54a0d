import { readCookie, visitCookieName, writeCookie } from '#lib/session/cookies.ts'
import { randomBytes } from 'node:crypto'

/** The request header by which the web process tells pages which visit they belong to; dropped when it comes from outside. */
export const VISIT_HEADER = 'x-postern-visit'

/**
 * The visit that a Cookie header names, or a new one with the Set-Cookie that begins it. Forms that are shown before anybody
 * has signed in make their token from it.
 */
export function visit(cookieHeader: string | null | undefined, secure: boolean): { readonly id: string; readonly setCookie?: string } {
  const name = visitCookieName(secure)
  const present = readCookie(cookieHeader, name)
  if (present !== undefined && /^[A-Za-z0-9_-]{22}$/.test(present)) return { id: present }
  const id = randomBytes(16).toString('base64url')
  return { id, setCookie: writeCookie(name, id, { secure }) }
}
