import type { OctetSource } from '#lib/network/octet-source.ts'
import { readableAnswer, SieveProblem } from './sieve-problem.ts'

/** One value of a response line: a word of the protocol, or a string in whatever form it came. */
export type Token = { readonly word: string } | { readonly octets: Buffer }

/** How a command ended (RFC 5804 §1.2). */
export interface Completion {
  readonly status: 'OK' | 'NO' | 'BYE'
  /** The response code in capitals, '' without one: `QUOTA/MAXSIZE`, `NONEXISTENT`, `TAG`, … */
  readonly code: string
  /** What stands beside the code, such as the URL of a REFERRAL. */
  readonly argument: string
  /** The server's own words, safe to show. */
  readonly text: string
}

/** The whole answer to a command. */
export interface Response {
  readonly lines: readonly (readonly Token[])[]
  readonly completion: Completion
}

/** Octets of one string: twice what a script may have here. */
const LITERAL_LIMIT = 1024 * 1024
/** Octets of all lines and strings of one answer. */
const RESPONSE_LIMIT = 2 * LITERAL_LIMIT
/** Scripts that somebody has; the usual quota is a hundredth of it. */
const LINE_COUNT_LIMIT = 5000
/** Strings in one line; two are due. */
const LITERALS_IN_LINE = 16

/** Reads lines up to the one that begins with OK, NO or BYE. Throws SieveProblem 'not-understood' for what is no such answer, or a longer one than anybody has to listen to. */
export async function readResponse(source: OctetSource): Promise<Response> {
  const lines: (readonly Token[])[] = []
  let budget = RESPONSE_LIMIT
  for (;;) {
    const tokens = await readLine(source, (octets) => {
      budget -= octets
      if (budget < 0) throw new SieveProblem('not-understood', 'an answer without end')
    })
    const completion = completionOf(tokens)
    if (completion) return { lines, completion }
    // RFC 5804 §4: whatever is listed begins with a string. Another protocol is known by its first word, without waiting for more of it.
    if (tokens[0] && 'word' in tokens[0]) throw new SieveProblem('not-understood', 'another protocol')
    lines.push(tokens)
    if (lines.length > LINE_COUNT_LIMIT) throw new SieveProblem('not-understood', 'an answer without end')
  }
}

/** One line of the answer to AUTHENTICATE: a challenge, or how it ended. */
export async function readChallenge(source: OctetSource): Promise<{ readonly challenge: string } | { readonly completion: Completion }> {
  const tokens = await readLine(source, () => undefined)
  const completion = completionOf(tokens)
  return completion ? { completion } : { challenge: textOf(tokens[0]) ?? '' }
}

/** The text of a string; undefined for a word. */
export function textOf(token: Token | undefined): string | undefined {
  return token && 'octets' in token ? token.octets.toString('utf8') : undefined
}

/** A line with the literals that it announces (RFC 5804 §4): `{12}` at its end, then 12 octets, then the rest. */
async function readLine(source: OctetSource, spend: (octets: number) => void): Promise<readonly Token[]> {
  const tokens: Token[] = []
  for (let literals = 0; ; literals++) {
    const line = await source.line()
    spend(line.length + 2)
    const announced = /\{([0-9]{1,10})\+?\}$/.exec(line.subarray(-13).toString('latin1'))
    if (announced === null || isInsideQuotes(line)) return [...tokens, ...tokenize(line)]
    const size = Number(announced[1])
    if (size > LITERAL_LIMIT || literals === LITERALS_IN_LINE) throw new SieveProblem('not-understood', 'a string of too many octets')
    tokens.push(...tokenize(line.subarray(0, line.length - announced[0].length)))
    spend(size)
    tokens.push({ octets: Buffer.from(await source.run(size)) })
  }
}

const [QUOTE, BACKSLASH, SPACE, OPEN, CLOSE] = [0x22, 0x5c, 0x20, 0x28, 0x29]

/** Whether what looks like the announcement of a literal is the end of a quoted string that is not closed, which is no valid line. */
function isInsideQuotes(line: Buffer): boolean {
  let inside = false
  for (let at = 0; at < line.length; at++) {
    if (line[at] === BACKSLASH && inside) at++
    else if (line[at] === QUOTE) inside = !inside
  }
  return inside
}

function tokenize(line: Buffer): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < line.length) {
    const octet = line[at]
    if (octet === SPACE) at++
    else if (octet === OPEN || octet === CLOSE) {
      tokens.push({ word: String.fromCharCode(octet) })
      at++
    } else {
      const { token, next } = octet === QUOTE ? quoted(line, at) : word(line, at)
      tokens.push(token)
      at = next
    }
  }
  return tokens
}

function quoted(line: Buffer, from: number): { readonly token: Token; readonly next: number } {
  const octets: number[] = []
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === QUOTE) return { token: { octets: Buffer.from(octets) }, next: at + 1 }
    if (line[at] === BACKSLASH) at++
    octets.push(line[at] ?? QUOTE)
  }
  throw new SieveProblem('not-understood', 'a string without end')
}

function word(line: Buffer, from: number): { readonly token: Token; readonly next: number } {
  let next = from
  while (next < line.length && ![SPACE, OPEN, CLOSE, QUOTE].includes(line[next] ?? SPACE)) next++
  return { token: { word: line.subarray(from, next).toString('latin1') }, next }
}

/** response-oknobye = ("OK" / "NO" / "BYE") [SP "(" resp-code ")"] [SP string] */
function completionOf(tokens: readonly Token[]): Completion | undefined {
  const [first, ...rest] = tokens
  const status = wordOf(first)?.toUpperCase()
  if (status !== 'OK' && status !== 'NO' && status !== 'BYE') return undefined
  const close = wordOf(rest[0]) === '(' ? rest.findIndex((token) => wordOf(token) === ')') : -1
  const [name, argument] = close > 0 ? rest.slice(1, close) : []
  return { status, code: wordOf(name)?.toUpperCase() ?? '', argument: textOf(argument) ?? wordOf(argument) ?? '', text: readableAnswer(textOf(rest[close + 1]) ?? '') }
}

function wordOf(token: Token | undefined): string | undefined {
  return token && 'word' in token ? token.word : undefined
}
