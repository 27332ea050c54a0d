import type { AccountDatabase, Columns } from '../account-database.ts'

/** Contents of one commit: a few MB at most. */
const GROUP = 50

/** Moves into packs what older versions have stored in the database itself. */
export async function* moveBodies(database: AccountDatabase): AsyncGenerator<void> {
  const next = (): readonly Columns[] => database.sql('SELECT b.content, b.octets, c.sha256 FROM body b JOIN content c ON c.id = b.content LIMIT ?').all(GROUP)
  while (next().length > 0) {
    await database.change(() => {
      for (const [content, octets, sha256] of next() as readonly (readonly [number, Uint8Array, Uint8Array])[]) {
        const dates = database.sql('SELECT min(internal_date) FROM message WHERE content = ?').get(content)
        const { pack, place } = database.packs.move(octets, sha256, (dates?.[0] as number | null) ?? database.now())
        database.sql('UPDATE content SET pack = ?, place = ? WHERE id = ?').run(pack, place, content)
        database.sql('DELETE FROM body WHERE content = ?').run(content)
      }
    })
    yield
  }
}
