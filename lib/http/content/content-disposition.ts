/** How a browser is to treat a part: shown in the page's place, or saved. */
export type Disposition = 'inline' | 'attachment'

const NAME_LIMIT = 150
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i

/**
 * A name that is safe to save a file under, made from what a message said: no path, no control, format or direction
 * character, no leading or trailing dot or blank, at most 150 characters; its ending is kept.
 */
export function safeFileName(name: string, fallback = 'part'): string {
  const last = name.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu, '').split(/[/\\]/).pop() ?? ''
  const plain = last.replace(/[<>:"|?*%]/g, '_').replace(/\s+/g, ' ').replace(/^[. ]+|[. ]+$/g, '')
  const named = plain === '' ? fallback : plain
  const free = RESERVED_ON_WINDOWS.test(named) ? `_${named}` : named
  if ([...free].length <= NAME_LIMIT) return free
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(free)?.[0] ?? ''
  return [...free].slice(0, NAME_LIMIT - [...ending].length).join('') + ending
}

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
