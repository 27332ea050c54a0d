import { GatewayError } from '#lib/mail/gateway-error.ts'

const MOST_LINES = 20
/** Octets of one word. */
const MOST_WORD = 900
/** RFC 5322 §2.2 ftext; a name that leaves room for its value in the first line. */
const LINE = /^([!-9;-~]{1,76}):[ \t]*(.*)$/u
/** What the form, the server or the way of a message says, and nobody else (RFC 5322 §3.6; RFC 2045; RFC 8098; RFC 6376; RFC 8601; RFC 8617). */
const KEPT = /^(?:from|sender|reply-to|to|cc|bcc|subject|date|message-id|in-reply-to|references|mime-version|content-.*|return-path|received(?:-.*)?|delivered-to|resent-.*|disposition-notification-.*|original-recipient|dkim-.*|arc-.*|authentication-results|x-postern-.*)$/i

/**
 * Header lines that a person typed, `Name: value` each, empty lines left out. Throws GatewayError 'invalid' with the first line that is
 * none, that names a field which is not theirs to write or one twice, or that is one too many.
 */
export function readHeaderLines(typed: string): Readonly<Record<string, string>> {
  const fields = new Map<string, string>()
  const seen = new Set<string>()
  for (const line of typed.split(/\r\n?|\n/).filter((each) => each.trim() !== '')) {
    const [, name = '', value = ''] = LINE.exec(line) ?? []
    if (name === '' || value.trim() === '' || /[\p{Cc}\u2028\u2029]/u.test(value.replaceAll('\t', ' '))) throw refused({ name: 'header-line', with: { line } })
    // RFC 5322 §2.1.1: a line is folded at its blanks, and may have 998 octets.
    if (value.split(/\s+/).some((word) => Buffer.byteLength(word) > MOST_WORD)) throw refused({ name: 'header-line', with: { line: `${line.slice(0, 60)}…` } })
    const key = name.toLowerCase()
    if (KEPT.test(name) || seen.has(key) || seen.size === MOST_LINES) throw refused({ name: 'header-name', with: { header: name } })
    seen.add(key)
    fields.set(name, value.replaceAll('\t', ' ').trim())
  }
  return Object.fromEntries(fields)
}

/** The same of a draft, where what is no line yet, or may not be one, is left out. */
export function usableHeaderLines(typed: string): Readonly<Record<string, string>> {
  try {
    return readHeaderLines(typed)
  } catch {
    return {} // kept word for word in the draft's note
  }
}

function refused(refusal: NonNullable<GatewayError['refusal']>): GatewayError {
  return new GatewayError('invalid', 'header line', { refusal })
}
