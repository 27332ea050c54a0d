import type { IncomingHttpHeaders } from 'node:http'

/**
 * Headers by which one part of the framework or of Postern talks to another inside this process. From outside they
 * are forgeries (the class of CVE-2025-29927), so they are dropped; `rsc`, `next-router-*` and `next-url` are the
 * browser's own and stay, as does our scripts' `X-Postern`.
 */
const INTERNAL = [
  /^x-middleware-/, /^x-nextjs-/, /^x-next-/, /^x-now-/, /^x-matched-path$/, /^x-invoke-/, /^x-vercel-/, /^x-prerender-/,
  /^next-resume$/, /^next-action$/, /^x-postern-/, /^content-security-policy/,
]

/** What a proxy says about the browser's side. Where we are is configuration, so nothing behind the front needs it. */
const FORWARDED = /^(x-forwarded-|forwarded$|x-real-ip$)/

/** Deletes what no browser may say, in place. */
export function dropForgedHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) {
    if (FORWARDED.test(name) || INTERNAL.some((pattern) => pattern.test(name))) delete headers[name]
  }
}
