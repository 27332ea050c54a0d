import { frameDocument, type DocumentNotices } from '#lib/html/frame-document.ts'
import { HTML_LIMIT } from '#lib/html/parse-html.ts'
import { plainFallback, showsNothing } from '#lib/html/plain-fallback.ts'
import type { PageScheme } from '#lib/html/dark/own-scheme.ts'
import { sanitizeMailHtml, type SanitizedHtml } from '#lib/html/sanitize.ts'
import { dataImage } from '#lib/html/sanitizing/urls.ts'
import type { DecryptedFile } from '#lib/mail/reading/decrypted/read-decrypted.ts'

export interface DecryptedDocument {
  /** The document of a frame. */
  readonly html: string
  /** It wanted something from elsewhere, which it never gets. */
  readonly remoteContent: boolean
  /** The files of the message that it shows. */
  readonly shown: readonly DecryptedFile[]
}

/** Octets of a picture that stands in the document itself. */
const PICTURE_OCTETS = 8 * 1024 * 1024

/**
 * One HTML part of an encrypted message as the document that shows it, made here, in the browser, by the same allow-list as every other message's. Nothing in it
 * ever comes from elsewhere, whatever is asked for: a picture's address could tell what the message says (EFAIL). Its own pictures stand in it as they are.
 */
export function decryptedDocument(html: string, files: readonly DecryptedFile[], { scheme, notices }: { readonly scheme: PageScheme; readonly notices: DocumentNotices }): DecryptedDocument {
  const made = new Map<DecryptedFile, string>()
  const picture = (id: string): string | undefined => {
    const file = files.find((each) => each.id !== '' && each.id === id)
    if (!file || file.octets.length > PICTURE_OCTETS) return undefined
    const url = made.get(file) ?? dataImage(`data:${file.type};base64,${base64(file.octets)}`)
    if (url !== undefined) made.set(file, url)
    return url
  }
  const safe = sanitized(html, ({ kind, value }) => (kind === 'cid' ? picture(value) : undefined), { scheme, notices })
  const words = !safe || showsNothing(safe.html) ? plainFallback(html) : ''
  const document = !safe || words !== ''
    ? frameDocument({ text: words, isCut: html.length > HTML_LIMIT, scheme }, notices)
    : frameDocument({ content: safe.html, isCut: safe.cut, doubtfulLinks: safe.doubtfulLinks, scheme, ownScheme: safe.ownScheme }, notices)
  return { html: document, remoteContent: safe?.remoteContent ?? false, shown: [...made.keys()] }
}

/** Undefined for what is nested deeper than the stack of this browser goes. */
function sanitized(html: string, rewrite: Parameters<typeof sanitizeMailHtml>[1]['rewrite'], { scheme, notices }: { readonly scheme: PageScheme; readonly notices: DocumentNotices }): SanitizedHtml | undefined {
  try {
    return sanitizeMailHtml(html, { remoteContent: false, rewrite, scheme, foldBelow: notices.quotation })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function base64(octets: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < octets.length; at += 8192) binary += String.fromCharCode(...octets.subarray(at, at + 8192))
  return btoa(binary)
}
