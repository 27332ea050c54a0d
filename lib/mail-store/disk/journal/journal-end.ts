import { fstatSync, readSync } from 'node:fs'
import { readLine } from './journal-line.ts'

/** Octets that are read at first from the end; a group of changes is seldom longer. */
const FIRST_LOOK = 64 * 1024

export interface JournalEnd {
  /** Of the last group that is whole. */
  readonly sequence: number
  /** Octets up to the end of that group. */
  readonly length: number
}

/** The ends of the last two groups, the last one first; fewer when there are no more. Reads backwards, so that a long journal takes no longer. */
export function readEnds(handle: number): readonly JournalEnd[] {
  const { size } = fstatSync(handle)
  for (let look = Math.min(FIRST_LOOK, size); ; look = Math.min(look * 16, size)) {
    const octets = Buffer.alloc(look)
    readSync(handle, octets, 0, look, size - look)
    const ends = endsIn(octets, size - look)
    if (ends.length === 2 || look === size) return ends
  }
}

function endsIn(octets: Buffer, before: number): readonly JournalEnd[] {
  const ends: JournalEnd[] = []
  for (let end = octets.lastIndexOf(0x0a); end >= 0 && ends.length < 2; ) {
    const start = end === 0 ? 0 : octets.lastIndexOf(0x0a, end - 1) + 1
    const line = readLine(octets.toString('utf8', start, end))
    if (line?.[0] === 'commit' || line?.[0] === 'whole') ends.push({ sequence: line[1], length: before + end + 1 })
    end = start - 1
  }
  return ends
}
