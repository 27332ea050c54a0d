import { Listeners } from '../listeners.ts'
import type { PersonalAlertReport } from '#lib/api/admin/admin-shapes.ts'
import type { Log } from '#lib/log/log.ts'
import type { Alert } from '#lib/mail/sites/alert.ts'
import { alertsFor, AnnouncementStore, mottosFor, type Announcement, type AnnouncementKind } from '#lib/prefs/announcements.ts'

/** What was read less than so many milliseconds ago is not read again; the command line writes beside us. */
const FRESH_MILLISECONDS = 1_000
/** So often it is read while somebody listens: open browsers are to know within five seconds. */
const LOOK_MILLISECONDS = 1_500
/** A storage that is down is told to the log no more often. */
const COMPLAIN_MILLISECONDS = 60_000

interface Listener {
  /** Tells it what is said, if it has changed. */
  readonly hear: (announcements: readonly Announcement[]) => void
}

/** What administrators have announced, for pages and for those who listen. A storage that is down takes the announcements away and nothing else. */
export class AnnouncementBoard {
  readonly #open: () => Promise<AnnouncementStore>
  readonly #log: Log
  readonly #now: () => number
  readonly #listeners = new Listeners<Listener>(() => this.#look(), LOOK_MILLISECONDS)
  #store: Promise<AnnouncementStore> | undefined
  #read: { readonly at: number; readonly announcements: Promise<readonly Announcement[]> } | undefined
  #complained = Number.NEGATIVE_INFINITY

  constructor(open: () => Promise<AnnouncementStore>, log: Log, now: () => number = () => performance.now()) {
    this.#open = open
    this.#log = log
    this.#now = now
  }

  /** What somebody of that site has to see; with the names by which they are known there, what is said to them alone, too. */
  async alerts(site: string, names: readonly string[] = []): Promise<readonly Alert[]> {
    return alertsFor(site, await this.#announcements(), names)
  }

  /** Messages of the day in Markdown. */
  async mottos(site: string): Promise<readonly string[]> {
    return mottosFor(site, await this.#announcements())
  }

  /** What is said at one place itself: a site, or every site; '' where nothing is. Rejects when it cannot be read. */
  async saidAt(site: string): Promise<Readonly<Record<AnnouncementKind, string>>> {
    const all = await (await this.#opened()).all()
    const textOf = (kind: AnnouncementKind): string => all.find((one) => one.site === site && one.kind === kind)?.text ?? ''
    return { motd: textOf('motd'), alert: textOf('alert') }
  }

  /** Says it from now on, '' takes it back; whoever listens hears at once. Rejects when it cannot be kept. */
  async say(site: string, kind: AnnouncementKind, text: string): Promise<void> {
    await (await this.#opened()).say(site, kind, text)
    this.#read = undefined
    await this.#look()
  }

  /** What is said to one person each on those sites, by site and person. Rejects when it cannot be read. */
  async saidToPeople(sites: readonly string[]): Promise<readonly PersonalAlertReport[]> {
    return (await (await this.#opened()).all()).flatMap(({ site, person, text }) => (person === undefined || !sites.includes(site) ? [] : [{ site, person, text }]))
  }

  /** Says it to one person from now on, '' takes it back. False when there are as many as there may be; rejects when it cannot be kept. */
  async sayTo(alert: PersonalAlertReport): Promise<boolean> {
    const isSaid = await (await this.#opened()).sayTo(alert)
    this.#read = undefined
    await this.#look()
    return isSaid
  }

  /** Tells what people of that site have to see, and who has those names, now and whenever it changes, until the returned function is called. */
  listen(site: string, tell: (alerts: readonly Alert[]) => void, names: readonly string[] = []): () => void {
    return this.watch((announcements) => alertsFor(site, announcements, names), tell)
  }

  /** Tells what `pick` takes out of all that is said, now and whenever that changes, until the returned function is called. */
  watch<T>(pick: (announcements: readonly Announcement[]) => T, tell: (picked: T) => void): () => void {
    let told: string | undefined
    return this.#listeners.add({
      hear(announcements) {
        const picked = pick(announcements)
        const text = JSON.stringify(picked)
        if (text === told) return
        told = text
        tell(picked)
      },
    })
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    await (await this.#store)?.close()
  }

  async #look(): Promise<void> {
    const announcements = await this.#announcements()
    for (const { hear } of this.#listeners) hear(announcements)
  }

  #announcements(): Promise<readonly Announcement[]> {
    const now = this.#now()
    if (!this.#read || now - this.#read.at >= FRESH_MILLISECONDS) this.#read = { at: now, announcements: this.#readAll() }
    return this.#read.announcements
  }

  async #readAll(): Promise<readonly Announcement[]> {
    try {
      return await (await this.#opened()).all()
    } catch (error) {
      const now = this.#now()
      if (now - this.#complained >= COMPLAIN_MILLISECONDS) {
        this.#log.error('announcements-unavailable', error)
        this.#complained = now
      }
      return []
    }
  }

  /** Opened at first use; one that could not be opened is tried again. */
  #opened(): Promise<AnnouncementStore> {
    return (this.#store ??= this.#open().catch((error: unknown) => {
      this.#store = undefined
      throw error
    }))
  }
}

export { MOST_PERSONAL_ALERTS } from '#lib/prefs/announcements.ts'

/** What is kept in a data directory. */
export function openAnnouncements(data: string): Promise<AnnouncementStore> {
  return AnnouncementStore.open(data)
}
