import type { Untagged, Value } from './command.ts'
import { isToken, numberOf, textOf } from './command.ts'

/** Where messages went: the UIDs they had and the ones they have now (RFC 4315 §3). */
export interface CopiedUids {
  readonly uidValidity: number
  readonly pairs: readonly (readonly [from: number, to: number])[]
}

/** More than any page acts on at once. */
const PAIRS_LIMIT = 10_000

/** Reads `COPYUID uidvalidity from to`; undefined for another code or one that does not fit together. */
export function readCopyUid(code: readonly Value[]): CopiedUids | undefined {
  if (textOf(code[0])?.toUpperCase() !== 'COPYUID') return undefined
  const [uidValidity, from, to] = [numberOf(code[1]), expand(textOf(code[2]) ?? ''), expand(textOf(code[3]) ?? '')]
  if (!uidValidity || from.length === 0 || from.length !== to.length) return undefined
  return { uidValidity, pairs: from.map((uid, at) => [uid, to[at] ?? 0] as const) }
}

/** The response code of an untagged OK: RFC 6851 §4.3 sends COPYUID there. */
export function codeOf({ attributes }: Untagged): readonly Value[] {
  const first = attributes[0] ?? null
  return isToken(first) && first.section ? first.section : []
}

function expand(set: string): readonly number[] {
  const uids: number[] = []
  for (const range of set.split(',')) {
    const [first = 0, last = first] = range.split(':').map(Number)
    if (!Number.isInteger(first) || !Number.isInteger(last) || first < 1 || last < first) return []
    for (let uid = first; uid <= last; uid++) {
      if (uids.length >= PAIRS_LIMIT) return []
      uids.push(uid)
    }
  }
  return uids
}
