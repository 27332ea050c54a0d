import type { AccountDatabase } from '../account-database.ts'
import type { PackPlace } from './content-packs.ts'
import { RECORD_HEADER } from './pack-record.ts'

/** Contents that one commit moves: a few MB at most. */
const GROUP = 50

/** Frees a pack of which less than half is in use, by moving what is: nobody waits longer than for one commit. */
export async function compactPack(database: AccountDatabase, pack: number): Promise<void> {
  const { packs } = database
  if (packs.isAwaited(pack) || usedIn(database, pack) * 2 > packs.size(pack)) return
  for (;;) {
    const moved = await database.change(() => moveSome(database, pack))
    if (moved.length === 0) break
    for (const place of moved) packs.markFreed(place)
  }
  database.crashPoint('pack emptied')
  packs.remove(pack)
}

function usedIn(database: AccountDatabase, pack: number): number {
  return database.sql('SELECT coalesce(sum(size + ?), 0) FROM content WHERE pack = ?').get(RECORD_HEADER, pack)?.[0] as number
}

function moveSome(database: AccountDatabase, pack: number): readonly PackPlace[] {
  const rows = database.sql('SELECT id, place, size FROM content WHERE pack = ? ORDER BY place LIMIT ?').all(pack, GROUP) as readonly (readonly [number, number, number])[]
  return rows.map(([id, place, size]) => {
    const { record, octets } = database.packs.read({ pack, place }, size)
    const moved = database.packs.move(octets, record.sha256, record.internalDate)
    database.sql('UPDATE content SET pack = ?, place = ? WHERE id = ?').run(moved.pack, moved.place, id)
    return { pack, place }
  })
}
