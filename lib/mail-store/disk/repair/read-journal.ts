import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { readLine, type JournalRecord } from '../journal/journal-line.ts'
import { JOURNAL } from '../journal/journal.ts'

export interface JournalReading {
  /** Every line that proves itself, in its order. */
  readonly records: AsyncIterable<JournalRecord>
  /** Once all records are read: whether nothing is missing among them. */
  isWhole(): boolean
  /** Once all records are read: the number of the last commit. */
  sequence(): number
}

/** The journal of that folder, whatever is left of it. */
export function readJournal(folder: string): JournalReading {
  let [hasBegun, hasAll, damaged, sequence] = [false, false, 0, 0]
  const path = join(folder, JOURNAL)
  async function* records(): AsyncGenerator<JournalRecord> {
    if (!existsSync(path)) return
    let isFirst = true
    // The last line may be one that a kill has cut short: it counts as damaged only where another one follows it.
    let isTorn = false
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      if (isTorn) damaged++
      const line = readLine(text)
      isTorn = line === undefined
      if (line?.[0] === 'snapshot') hasBegun = isFirst
      else if (line?.[0] === 'commit' || line?.[0] === 'whole') {
        hasAll ||= line[0] === 'whole'
        sequence = Math.max(sequence, line[1])
      } else if (line) yield line
      isFirst = false
    }
  }
  return { records: records(), isWhole: () => hasBegun && hasAll && damaged === 0, sequence: () => sequence }
}
