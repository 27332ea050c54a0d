import type { OctetString } from '../digest.ts'

/** RFC 9051 §9: `quoted` holds TEXT-CHARs, which are 7-bit without CR, LF and NUL. */
const QUOTED_SAFE = /^[\x01-\x09\x0b\x0c\x0e-\x7f]*$/

/** Longest quoted string; clients with line buffers get a literal for more. */
const QUOTED_LIMIT = 4096

/** `string`: quoted where it may be, else a literal. NUL cannot be sent in either and is left out. */
export function wireString(text: OctetString): OctetString {
  if (text.length <= QUOTED_LIMIT && QUOTED_SAFE.test(text)) return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
  const sendable = text.replaceAll('\0', '')
  return `{${sendable.length}}\r\n${sendable}`
}

/** `nstring`: NIL for what is not there. */
export function wireNString(text: OctetString | undefined): OctetString {
  return text === undefined ? 'NIL' : wireString(text)
}
