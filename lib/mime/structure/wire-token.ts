import type { OctetString } from '../digest.ts'

const TOKEN = /"(?:[^"\\]|\\.)*"|\{(\d+)\}\r\n|[^() ]+/sy

/** Octets of the string, literal or atom that stands there. */
export function token(wire: OctetString, at: number): number {
  TOKEN.lastIndex = at
  const match = TOKEN.exec(wire)
  return match ? match[0].length + Number(match[1] ?? 0) : 1
}

/** What the strings say that stand there, up to the parenthesis that closes their list; undefined where it holds anything else. */
export function stringsAt(wire: OctetString, at: number): { readonly values: readonly OctetString[]; readonly end: number } | undefined {
  const values: OctetString[] = []
  for (let next = at; wire[next] === '"' || wire[next] === '{'; next++) {
    const length = token(wire, next)
    values.push(valueOf(wire.slice(next, next + length)))
    next += length
    if (wire[next] === ')') return { values, end: next + 1 }
    if (wire[next] !== ' ') return undefined
  }
  return undefined
}

function valueOf(text: OctetString): OctetString {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text.slice(text.indexOf('\n') + 1)
}
