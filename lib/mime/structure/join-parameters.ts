import type { OctetString } from '../digest.ts'
import { decodeParameters } from '../parameters.ts'
import { wireString } from './wire-string.ts'
import { stringsAt, token } from './wire-token.ts'

/**
 * BODYSTRUCTURE or BODY as IMAP4rev2 has it (RFC 9051 §7.5.2): parameters in pieces, such as `name*0` and `name*1`, come as one, and a value in a
 * character set of its own as `name*` in UTF-8 (RFC 2231 §3 and §4). As they are written is what is kept, and what IMAP4rev1 has.
 */
export function joinParameters(wire: OctetString): OctetString {
  if (!wire.includes('*')) return wire
  let text = ''
  for (let at = 0; at < wire.length; ) {
    const list = wire[at] === '(' ? stringsAt(wire, at + 1) : undefined
    const joined = list && joinPairs(list.values)
    const end = list && joined !== undefined ? list.end : at + (/[() ]/.test(wire[at] ?? '') ? 1 : token(wire, at))
    text += joined ?? wire.slice(at, end)
    at = end
  }
  return text
}

/** A name of which a piece, or a value in a character set, is written (RFC 2231 §7). */
const PIECE = /^(.+?)\*(?:(\d{1,4})\*?)?$/

type Pair = readonly [name: string, value: OctetString]

/** The list in wire form; undefined where nothing in it comes in pieces. */
function joinPairs(values: readonly OctetString[]): OctetString | undefined {
  const pairs = values.flatMap((name, index): Pair[] => (index % 2 === 0 ? [[name, values[index + 1] ?? '']] : []))
  if (values.length % 2 !== 0 || !pairs.some(([name]) => PIECE.test(name))) return undefined
  const joined: Pair[] = []
  const done = new Set<string>()
  for (const [name, value] of pairs) {
    const base = PIECE.exec(name)?.[1]
    if (base === undefined) joined.push([name, value])
    else if (!done.has(base)) joined.push(joinPieces(base, pairs.filter(([other]) => PIECE.exec(other)?.[1] === base)))
    done.add(base ?? '')
  }
  return `(${joined.map(([name, value]) => `${wireString(name)} ${wireString(value)}`).join(' ')})`
}

function joinPieces(base: string, pieces: readonly Pair[]): Pair {
  if (pieces.some(([name]) => name.endsWith('*'))) return [`${base}*`, Buffer.from(decodeParameters(pieces)[base] ?? '').toString('latin1')]
  const order = ([name]: Pair): number => Number(PIECE.exec(name)?.[2])
  return [base, pieces.toSorted((one, other) => order(one) - order(other)).map(([, value]) => value).join('')]
}
