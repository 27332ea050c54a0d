import type { OctetString } from '../digest.ts'
import { token } from './wire-token.ts'

/**
 * BODYSTRUCTURE or BODY as IMAP4rev1 has it: without envelope, structure and lines of a message/global, which RFC 3501 §9 knows for
 * message/rfc822 only. The wire form of IMAP4rev2 (RFC 9051 §9, `media-message`) is what is kept.
 */
export function shortenGlobal(wire: OctetString): OctetString {
  return wire.includes('"message" "global"') ? shortenBody(wire, 0).text : wire
}

interface Shortened {
  readonly text: OctetString
  /** Where the body ends in the wire form. */
  readonly end: number
}

/** The body that begins at `at` with its parenthesis. */
function shortenBody(wire: OctetString, at: number): Shortened {
  if (wire[at + 1] === '(') {
    let [text, next] = ['(', at + 1]
    while (wire[next] === '(') {
      const child = shortenBody(wire, next)
      text += child.text
      next = child.end
    }
    const end = endOfList(wire, next)
    return { text: text + wire.slice(next, end), end }
  }
  const end = endOfValue(wire, at)
  if (wire.startsWith('("message" "global"', at)) {
    const kept = endOfValues(wire, at + 1, 7)
    // One that was kept before the long form was has no envelope, and is short already.
    if (wire[kept + 1] !== '(') return { text: wire.slice(at, end), end }
    return { text: wire.slice(at, kept) + wire.slice(endOfValues(wire, kept + 1, 3), end), end }
  }
  if (!wire.startsWith('("message" "rfc822"', at)) return { text: wire.slice(at, end), end }
  const inner = endOfValues(wire, at + 1, 8) + 1
  const { text, end: innerEnd } = shortenBody(wire, inner)
  return { text: wire.slice(at, inner) + text + wire.slice(innerEnd, end), end }
}

/** Behind so many values with one space between them. */
function endOfValues(wire: OctetString, at: number, count: number): number {
  let end = at
  for (let value = 0; value < count; value++) end = endOfValue(wire, value === 0 ? end : end + 1)
  return end
}

function endOfValue(wire: OctetString, at: number): number {
  if (wire[at] === '(') return endOfList(wire, at + 1)
  return at + token(wire, at)
}

/** Behind the parenthesis that closes the list whose inside goes on at `at`. */
function endOfList(wire: OctetString, at: number): number {
  let depth = 1
  for (let next = at; next < wire.length; ) {
    if (wire[next] === '(') depth++
    else if (wire[next] === ')') depth--
    if (depth === 0) return next + 1
    next += /[() ]/.test(wire[next]!) ? 1 : token(wire, next)
  }
  return wire.length
}
