import { rememberNotice } from './failed-forms.ts'

/** 303 to a page of ours after a form post; `notice` is a sentence that the page shows. */
export function seeOther(path: string, notice?: string, headers: Readonly<Record<string, string>> = {}): Response {
  const location = notice === undefined ? path : withQuery(path, 'notice', rememberNotice(notice))
  return new Response(null, { status: 303, headers: { ...headers, Location: location } })
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json; charset=utf-8', 'X-Content-Type-Options': 'nosniff' } })
}

export function noContent(): Response {
  return new Response(null, { status: 204 })
}

/** The path with that query parameter set; other parameters and the fragment stay. */
export function withQuery(path: string, name: string, value: string): string {
  const url = new URL(path, 'http://postern.invalid')
  url.searchParams.set(name, value)
  return `${url.pathname}${url.search}${url.hash}`
}

/** The path when it is one on our own origin (threats D11: `/`, then neither `/` nor `\`), without what an earlier answer added to it. */
export function ownPath(candidate: string | null | undefined): string | undefined {
  if (!candidate || candidate.length > 4000 || !/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(candidate)) return undefined
  const url = new URL(candidate, 'http://postern.invalid')
  if (url.origin !== 'http://postern.invalid' || url.pathname.startsWith('//')) return undefined
  url.searchParams.delete('failed')
  url.searchParams.delete('notice')
  return `${url.pathname}${url.search}${url.hash}`
}
