import { safeFileName } from '#lib/mail/reading/safe-file-name.ts'

/** How a browser is to treat a part: shown in the page's place, or saved. */
export type Disposition = 'inline' | 'attachment'

/** The header in both forms of RFC 6266: a quoted ASCII name, and the exact one in UTF-8 (RFC 8187) where they differ. */
export function contentDisposition(disposition: Disposition, name: string): string {
  const safe = safeFileName(name)
  const ascii = safe.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_')
  const exact = ascii === safe ? '' : `; filename*=UTF-8''${encodeExtended(safe)}`
  return `${disposition}; filename="${ascii}"${exact}`
}

/** RFC 8187 §3.2.1: percent-encoded except attr-char. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
