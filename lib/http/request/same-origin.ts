import { createHmac, timingSafeEqual } from 'node:crypto'

/** What the browser itself says about where an unsafe request comes from. */
export type OriginVerdict = 'ours' | 'foreign' | 'unsaid'

/** Judges Sec-Fetch-Site and Origin (threats D10). Where both are absent, as from a text browser, a form's token decides. */
export function judgeOrigin(headers: Headers, origins: readonly string[]): OriginVerdict {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site !== null && site !== 'same-origin') return 'foreign'
  if (origin !== null && (!origins.includes(origin) || isOtherSite(origin, headers.get('host'), origins))) return 'foreign'
  return site === null && origin === null ? 'unsaid' : 'ours'
}

/** True when nobody's page sent this, but the device or the person's own browser (Fetch Metadata §2.2: `none`). Scripts and forms of a page never have that. */
export function isHandedOver(headers: Headers): boolean {
  return headers.get('sec-fetch-site') === 'none'
}

/** True when the request came to one of our names, and its page is of another one. */
function isOtherSite(origin: string, host: string | null, origins: readonly string[]): boolean {
  const hostOf = (each: string): string => new URL(each).host
  return host !== null && hostOf(origin) !== host && origins.some((each) => hostOf(each) === host)
}

/** The hidden `token` of forms: made from a secret that only this browser's cookie carries. */
export function makeFormToken(secret: string): string {
  return createHmac('sha256', secret).update('postern form').digest('base64url')
}

/** True when the token was made from that secret. Takes the same time whatever is wrong with it. */
export function isFormToken(token: string | undefined, secret: string): boolean {
  const [given, wanted] = [Buffer.from(token ?? ''), Buffer.from(makeFormToken(secret))]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
