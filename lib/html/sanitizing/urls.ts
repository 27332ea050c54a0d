/** Something outside the HTML text that an image shows: a part of the same message, or a remote address. */
export interface MailUrl {
  readonly kind: 'cid' | 'remote'
  /** The Content-ID without its brackets, or an http(s) URL in normal form. */
  readonly value: string
}

/** Longest URL that is kept. */
const URL_LIMIT = 8192

/** Raster images only: SVG is a document. */
const DATA_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif|x-icon);base64,([a-z0-9+/=\s]*)$/i

/** What a browser leaves out of a URL before it looks at its scheme (URL standard, basic parser). */
function trimmed(value: string): string {
  return value.replace(/^[\0-\x20]+/, '').replace(/[\t\n\r]/g, '').trimEnd()
}

/** The target of a link if it is one that a mail may have: http, https, mailto, tel; undefined for any other. */
export function linkTarget(value: string): string | undefined {
  const url = trimmed(value.slice(0, URL_LIMIT + 1))
  if (url.length > URL_LIMIT) return undefined
  if (/^(?:https?:|\/\/)/i.test(url)) return webUrl(url)
  if (/^mailto:/i.test(url)) return `mailto:${url.slice(7)}`
  return /^tel:[\d+().\s*#;=a-z-]{1,100}$/i.test(url) ? `tel:${url.slice(4)}` : undefined
}

function webUrl(url: string): string | undefined {
  const parsed = URL.parse(url.startsWith('//') ? `https:${url}` : url)
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : undefined
}

/** A data: image of a raster type in normal form; undefined for everything else. */
export function dataImage(value: string): string | undefined {
  // A flat test first: these are long.
  if (!/^\s*data:image\//i.test(value.slice(0, 40))) return undefined
  const match = DATA_IMAGE.exec(value.trim())
  if (!match) return undefined
  const head = value.trim().slice(0, value.trim().indexOf(',')).toLowerCase()
  return `${head},${(match[1] ?? '').replace(/\s+/g, '')}`
}

/** What an image's URL names, if it is something that can be fetched for it. */
export function imageUrl(value: string): MailUrl | undefined {
  const url = trimmed(value.slice(0, URL_LIMIT + 1))
  if (url.length > URL_LIMIT) return undefined
  if (/^cid:/i.test(url)) return { kind: 'cid', value: percentDecoded(url.slice(4)).replace(/^<|>$/g, '') }
  const web = /^(?:https?:|\/\/)/i.test(url) ? webUrl(url) : undefined
  return web === undefined ? undefined : { kind: 'remote', value: web }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray percent sign: the Content-ID holds it itself.
    return text
  }
}
