import { createHash } from 'node:crypto'
import { EVERY_SITE, type Alert } from '#lib/mail/sites/alert.ts'
import { openGatewayStorage, type Storage } from '#lib/storage/storage.ts'

const MIGRATIONS = [
  'CREATE TABLE announcement (site TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, changed_at INTEGER NOT NULL, PRIMARY KEY (site, kind))',
  'CREATE TABLE personal_alert (site TEXT NOT NULL, person TEXT NOT NULL, text TEXT NOT NULL, changed_at INTEGER NOT NULL, PRIMARY KEY (site, person))',
]

/** Alerts to one person each that there may be at once: all of them are read again and again. */
export const MOST_PERSONAL_ALERTS = 500

/** What administrators say on a site: `motd` in Markdown, `alert` as one line. */
export type AnnouncementKind = 'motd' | 'alert'

/** One text, and where it is said. */
export interface Announcement {
  /** A site's name, or EVERY_SITE. */
  readonly site: string
  readonly kind: AnnouncementKind
  /** The user name in small letters of the only one who sees it, of an alert alone. */
  readonly person?: string
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
    return new AnnouncementStore(await openGatewayStorage(data, 'announcements', MIGRATIONS))
  }

  async all(): Promise<readonly Announcement[]> {
    const rows = await this.#storage.all('SELECT site, kind, text, changed_at FROM announcement ORDER BY site, kind')
    const personal = await this.#storage.all('SELECT site, person, text, changed_at FROM personal_alert ORDER BY site, person')
    return [
      ...rows.map((row): Announcement => ({ site: String(row.site), kind: row.kind === 'alert' ? 'alert' : 'motd', text: String(row.text), changedAt: Number(row.changed_at) })),
      ...personal.map((row): Announcement => ({ site: String(row.site), kind: 'alert', person: String(row.person), text: String(row.text), changedAt: Number(row.changed_at) })),
    ]
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

  /** Says it as an alert to the user of that name alone, in whatever capitals; '' takes it back. False when there are as many as there may be. */
  async sayTo({ site, person, text }: Pick<Announcement, 'site' | 'text'> & { readonly person: string }, now: number = Date.now()): Promise<boolean> {
    const key = [site, person.toLowerCase()] as const
    if (text === '') {
      await this.#storage.run('DELETE FROM personal_alert WHERE site = ? AND person = ?', [...key])
      return true
    }
    const { changes } = await this.#storage.run(
      'UPDATE personal_alert SET text = ?, changed_at = CASE WHEN text = ? THEN changed_at ELSE ? END WHERE site = ? AND person = ?',
      [text, text, now, ...key],
    )
    if (changes > 0) return true
    const added = await this.#storage.run(
      'INSERT INTO personal_alert (site, person, text, changed_at) SELECT ?, ?, ?, ? WHERE (SELECT count(*) FROM personal_alert) < ?',
      [...key, text, now, MOST_PERSONAL_ALERTS],
    )
    return added.changes > 0
  }

  /** Takes back what was said of that kind everywhere, but not what was said to one person. */
  async clear(kind: AnnouncementKind): Promise<void> {
    await this.#storage.run('DELETE FROM announcement WHERE kind = ?', [kind])
  }

  async close(): Promise<void> {
    await this.#storage.close()
  }
}

/** What people of one site have to see, that for every site first, that for somebody of those names alone last. */
export function alertsFor(site: string, announcements: readonly Announcement[], names: readonly string[] = []): readonly Alert[] {
  const own = [EVERY_SITE, site].flatMap((where) => announcements.filter((one) => one.site === where && one.person !== undefined && names.includes(one.person)))
  return [...spoken(site, 'alert', announcements), ...own].map((one) => ({ id: idOf(one), text: one.text }))
}

/** What administrators say on one site today, that for every site first. */
export function mottosFor(site: string, announcements: readonly Announcement[]): readonly string[] {
  return spoken(site, 'motd', announcements).map(({ text }) => text)
}

function spoken(site: string, kind: AnnouncementKind, announcements: readonly Announcement[]): readonly Announcement[] {
  return [EVERY_SITE, site].flatMap((where) => announcements.filter((one) => one.site === where && one.kind === kind && one.person === undefined))
}

/** Said again after it was taken back, it is another one. */
function idOf({ site, person, text, changedAt }: Announcement): string {
  return createHash('sha256').update(JSON.stringify(person === undefined ? [site, text, changedAt] : [site, text, changedAt, person])).digest('base64url').slice(0, 12)
}
