import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { EVERY_SITE, type Alert } from '#lib/mail/sites/alert.ts'
import { openStorage, type Storage } from '#lib/storage/storage.ts'

const MIGRATIONS = ['CREATE TABLE announcement (site TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, changed_at INTEGER NOT NULL, PRIMARY KEY (site, kind))']

/** What administrators say on a site: `motd` in Markdown, `alert` as one line. */
export type AnnouncementKind = 'motd' | 'alert'

/** One text, and where it is said. */
export interface Announcement {
  /** A site's name, or EVERY_SITE. */
  readonly site: string
  readonly kind: AnnouncementKind
  readonly text: string
  /** Milliseconds since 1970. */
  readonly changedAt: number
}

/** What administrators have announced, in the data directory: for the gateway, and for the command line beside it. */
export class AnnouncementStore {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** Opens or creates `gateway/announcements.sqlite` in a data directory. */
  static async open(data: string): Promise<AnnouncementStore> {
    const folder = path.join(data, 'gateway')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new AnnouncementStore(await openStorage(path.join(folder, 'announcements.sqlite'), MIGRATIONS))
  }

  async all(): Promise<readonly Announcement[]> {
    const rows = await this.#storage.all('SELECT site, kind, text, changed_at FROM announcement ORDER BY site, kind')
    return rows.map((row) => ({ site: String(row.site), kind: row.kind === 'alert' ? 'alert' : 'motd', text: String(row.text), changedAt: Number(row.changed_at) }))
  }

  /** Says it there from now on; '' takes back what was said. The same text once more is no change. */
  async say(site: string, kind: AnnouncementKind, text: string, now: number = Date.now()): Promise<void> {
    if (text === '') await this.#storage.run('DELETE FROM announcement WHERE site = ? AND kind = ?', [site, kind])
    else {
      await this.#storage.run(
        'INSERT INTO announcement (site, kind, text, changed_at) VALUES (?, ?, ?, ?) ON CONFLICT (site, kind) DO UPDATE SET text = excluded.text, changed_at = excluded.changed_at WHERE announcement.text <> excluded.text',
        [site, kind, text, now],
      )
    }
  }

  /** Takes back what was said of that kind, everywhere. */
  async clear(kind: AnnouncementKind): Promise<void> {
    await this.#storage.run('DELETE FROM announcement WHERE kind = ?', [kind])
  }

  async close(): Promise<void> {
    await this.#storage.close()
  }
}

/** What people of one site have to see, that for every site first. */
export function alertsFor(site: string, announcements: readonly Announcement[]): readonly Alert[] {
  return spoken(site, 'alert', announcements).map((one) => ({ id: idOf(one), text: one.text }))
}

/** What administrators say on one site today, that for every site first. */
export function mottosFor(site: string, announcements: readonly Announcement[]): readonly string[] {
  return spoken(site, 'motd', announcements).map(({ text }) => text)
}

function spoken(site: string, kind: AnnouncementKind, announcements: readonly Announcement[]): readonly Announcement[] {
  return [EVERY_SITE, site].flatMap((where) => announcements.filter((one) => one.site === where && one.kind === kind))
}

/** Said again after it was taken back, it is another one. */
function idOf({ site, text, changedAt }: Announcement): string {
  return createHash('sha256').update(JSON.stringify([site, text, changedAt])).digest('base64url').slice(0, 12)
}
