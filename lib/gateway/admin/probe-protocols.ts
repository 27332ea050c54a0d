/** What is asked of a server, and how TLS is asked for in its protocol. */
export type ProbedProtocol = 'imap' | 'smtp' | 'sieve' | 'ldap'

export interface Protocol {
  /** Said once the connection is as secure as it will be; undefined where the server speaks first. */
  readonly asks?: string
  /** What the first answer has to be, in full as soon as `complete` is in it. */
  readonly greeting: RegExp
  readonly complete: RegExp
  readonly turnedAway: RegExp
  /** Said in turn before TLS, each with what the answer has to be. */
  readonly startTls: readonly { readonly says: string; readonly ends: RegExp; readonly is: RegExp }[]
  readonly farewell: string
  /** What it can do, asked once the connection is as secure as it will be; undefined where another protocol has to be spoken for it. */
  readonly offers?: { readonly says: string; readonly ends: RegExp; readonly read: (answer: string) => readonly string[] }
}

/** Octets in the basic encoding rules of LDAP (RFC 4511 §5.1), one character each. */
const ber = (tag: number, ...content: readonly string[]): string => String.fromCharCode(tag, content.join('').length) + content.join('')
const integer = (value: number): string => ber(0x02, String.fromCharCode(value))
const enumerated = (value: number): string => ber(0x0a, String.fromCharCode(value))

/** RFC 4511 §4.14.1. */
const START_TLS = ber(0x30, integer(1), ber(0x77, ber(0x80, '1.3.6.1.4.1.1466.20037')))
/** RFC 4512 §5.1: who the server says it is, without any of it. Any answer will do, a refusal too. */
const ROOT = ber(0x30, integer(2), ber(0x63, ber(0x04), enumerated(0), enumerated(0), integer(0), integer(5), ber(0x01, '\0'), ber(0x87, 'objectClass'), ber(0x30, ber(0x04, '1.1'))))
const UNBIND = ber(0x30, integer(3), ber(0x42))

/** One capability a line of ManageSieve, with its value behind it (RFC 5804 §1.7). */
const sieveOffer = ([, name = '', value = '']: RegExpMatchArray): string => `${name.toUpperCase()} ${value}`.trim()

/** RFC 3501 §6.2.1, RFC 3207 §4, RFC 5804 §2.2, RFC 4511 §4.14. */
export const PROTOCOLS: Readonly<Record<ProbedProtocol, Protocol>> = {
  imap: {
    greeting: /^\* (?:OK|PREAUTH)\b/i,
    complete: /\r\n/,
    turnedAway: /^\* BYE\b/i,
    startTls: [{ says: 'p1 STARTTLS\r\n', ends: /^p1 .*\r\n/m, is: /^p1 OK\b/im }],
    farewell: 'p2 LOGOUT\r\n',
    offers: { says: 'p3 CAPABILITY\r\n', ends: /^p3 .*\r\n/m, read: (answer) => (/^\* CAPABILITY (.*)\r$/im.exec(answer)?.[1] ?? '').toUpperCase().split(' ') },
  },
  smtp: {
    greeting: /^220[ -]/,
    complete: /\r\n/,
    turnedAway: /^[45]\d\d/,
    startTls: [
      { says: 'EHLO postern.invalid\r\n', ends: /^\d{3} .*\r\n/m, is: /^250[ -]STARTTLS\b/im },
      { says: 'STARTTLS\r\n', ends: /^\d{3} .*\r\n/m, is: /^220 /m },
    ],
    farewell: 'QUIT\r\n',
    // The first line greets, those behind it offer (RFC 5321 §4.1.1.1).
    offers: { says: 'EHLO postern.invalid\r\n', ends: /^\d{3} .*\r\n/m, read: (answer) => [...answer.matchAll(/^250[ -](.*)\r$/gm)].slice(1).map(([, offer = '']) => offer.toUpperCase()) },
  },
  sieve: {
    // It greets with all that it can do; another protocol is known by its first line.
    greeting: /^"IMPLEMENTATION"[^]*^OK\b/im,
    complete: /^(?!").*\r\n/m,
    turnedAway: /^BYE\b/i,
    startTls: [{ says: 'STARTTLS\r\n', ends: /^.*\r\n/m, is: /^OK\b/i }],
    farewell: 'LOGOUT\r\n',
    offers: { says: 'CAPABILITY\r\n', ends: /^(?!").*\r\n/m, read: (answer) => [...answer.matchAll(/^"([^"\r\n]*)"(?: "([^"\r\n]*)")?\r$/gm)].map(sieveOffer) },
  },
  ldap: {
    asks: ROOT,
    // A message with that number: an entry, or the end of the search.
    greeting: /^0[^]{1,5}?\x02\x01\x02[des]/,
    complete: /^[^0]|^[^]{7}/,
    // A notice of disconnection has the number 0 (RFC 4511 §4.4.1).
    turnedAway: /^0[^]{1,5}?\x02\x01\x00x/,
    startTls: [{ says: START_TLS, ends: /^[^0]|x[^]{1,5}?\x0a\x01[^]/, is: /^0[^]{1,5}?\x02\x01\x01x[^]{1,5}?\x0a\x01\x00/ }],
    farewell: UNBIND,
  },
}
