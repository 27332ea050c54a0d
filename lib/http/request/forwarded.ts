import type { IncomingHttpHeaders } from 'node:http'

/** The header that trusted proxies write; what the other one says, a client may have written. */
export type ForwardedHeader = 'x-forwarded-for' | 'forwarded'

/** What proxies say about the browser's side, in the words of X-Forwarded-For and X-Forwarded-Proto. */
export interface Forwarded {
  readonly forwardedFor: string | null
  readonly forwardedProto: string | undefined
}

/** Reads the one header that is written here, and never the other. */
export function readForwarded(headers: IncomingHttpHeaders, by: ForwardedHeader): Forwarded {
  if (by === 'forwarded') return readElements(String(headers.forwarded ?? ''))
  return { forwardedFor: headers['x-forwarded-for']?.toString() ?? null, forwardedProto: headers['x-forwarded-proto']?.toString() }
}

const PIECE = /"(?:[^"\\]|\\.)*"?|,|;|[^",;]+/g

/** `Forwarded = 1#forwarded-element` (RFC 7239 §4); a hop that names nobody is `unknown`, and nothing before it counts. */
function readElements(value: string): Forwarded {
  const hops: Map<string, string>[] = value.trim() === '' ? [] : [new Map()]
  let pair = ''
  const endPair = (): void => {
    const [, name = '', text = ''] = /^\s*([^\s=]+)=(.*?)\s*$/s.exec(pair) ?? []
    if (name !== '') hops.at(-1)?.set(name.toLowerCase(), /^"(?:[^"\\]|\\.)*"$/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text)
    pair = ''
  }
  for (const [piece] of value.matchAll(PIECE)) {
    if (piece !== ',' && piece !== ';') pair += piece
    else endPair()
    if (piece === ',') hops.push(new Map())
  }
  endPair()
  if (hops.length === 0) return { forwardedFor: null, forwardedProto: undefined }
  return { forwardedFor: hops.map((hop) => hop.get('for')?.replaceAll(',', ' ') ?? 'unknown').join(', '), forwardedProto: hops.at(-1)?.get('proto') }
}
