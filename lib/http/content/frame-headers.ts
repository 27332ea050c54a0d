/**
 * The headers of the document that a message's HTML is shown in (threats D1): it runs nothing, submits nothing, and loads nothing but
 * what a ticket of `contentUrl` names. Its origin is opaque, so the URL stands there in full. Whoever may frame our page frames this one with it.
 */
export function frameHeaders(contentUrl: string, frameAncestors: readonly string[]): Headers {
  return new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: ${contentUrl}; ` +
      `form-action 'none'; base-uri 'none'; frame-ancestors ${["'self'", ...frameAncestors].join(' ')}`,
    'X-Content-Type-Options': 'nosniff',
    ...(frameAncestors.length === 0 ? { 'X-Frame-Options': 'SAMEORIGIN' } : {}),
    'X-DNS-Prefetch-Control': 'off',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, no-store',
  })
}
