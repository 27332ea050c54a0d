/**
 * The headers that stand on every answer unless its route gave its own. Application pages run only scripts with
 * this request's nonce, load nothing from another origin and cannot be framed (CHARTER part 3).
 */
export interface SecuritySituation {
  readonly nonce: string
  readonly https: boolean
  /** Origins whose pages may frame ours. */
  readonly frameAncestors: readonly string[]
  /** In development React evaluates strings and the page listens on a web socket; never in production. */
  readonly development: boolean
}

/** The value of Content-Security-Policy for application pages. */
export function contentSecurityPolicy({ nonce, development, frameAncestors }: SecuritySituation): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${development ? " 'unsafe-inline'" : ''}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
    ...(development ? [] : ["require-trusted-types-for 'script'", 'trusted-types default nextjs']),
  ].join('; ')
}

/** All default headers of an answer, names in lower case. */
export function securityHeaders(situation: SecuritySituation): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(situation),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // Nobody else hears where somebody comes from. With `no-referrer` browsers would send `Origin: null` with our own forms, too (Fetch, "append a request Origin header").
    'referrer-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    // It knows no list of origins: where some are named the policy alone decides.
    ...(situation.frameAncestors.length === 0 ? { 'x-frame-options': 'DENY' } : {}),
    // RFC 6797 §7.2: never over plain HTTP. Two years, as the preload lists ask.
    ...(situation.https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}

const PERMISSIONS = [
  'accelerometer', 'autoplay', 'browsing-topics', 'camera', 'display-capture', 'encrypted-media', 'geolocation', 'gyroscope', 'hid',
  'idle-detection', 'local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking',
].map((feature) => `${feature}=()`).join(', ')
