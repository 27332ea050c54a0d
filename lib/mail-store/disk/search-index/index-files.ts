import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** The index beside an account's database: it holds nothing that cannot be made again, and may be deleted whenever nobody has it open. */
export const SEARCH_INDEX = 'search.db'

/** The files of an open index. */
export const SEARCH_INDEX_FILES = [SEARCH_INDEX, `${SEARCH_INDEX}-wal`, `${SEARCH_INDEX}-shm`] as const

export function discardSearchIndex(folder: string): void {
  for (const file of SEARCH_INDEX_FILES) rmSync(join(folder, file), { force: true })
}
