/**
 * The name of the session's cookie, one for each account that the browser is signed in to: `__Host-` needs Secure, which no
 * browser returns to a plain loopback origin.
 */
export function sessionCookieName(secure: boolean, seat = 0): string {
  return `${secure ? '__Host-postern' : 'postern'}${seat === 0 ? '' : `-${seat}`}`
}

/** The cookie that binds a form token before anybody has signed in. */
export function visitCookieName(secure: boolean): string {
  return secure ? '__Host-postern-visit' : 'postern-visit'
}

/** The name of any other cookie of ours. */
export function plainCookieName(name: 'alert' | 'language' | 'site', secure: boolean): string {
  return `${secure ? '__Host-' : ''}postern-${name}`
}

/** The value of that cookie in a Cookie header; the first one where there are several (RFC 6265 §5.4). */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  if (!header) return undefined
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return undefined
}

/** A Set-Cookie value: HttpOnly, SameSite=Lax, for the whole origin; gone with the browser unless `maxAge` seconds are given. */
export function writeCookie(name: string, value: string, options: { readonly secure: boolean; readonly maxAge?: number }): string {
  const maxAge = options.maxAge === undefined ? '' : `; Max-Age=${options.maxAge}`
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${options.secure ? '; Secure' : ''}${maxAge}`
}
