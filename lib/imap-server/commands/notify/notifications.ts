import type { Mailbox, MailboxChange, MailboxEntry } from '#lib/mail-store/mail-store.ts'
import { SHARED, USERS } from '#lib/mail-store/sharing/others-mailboxes.ts'
import type { ResponseWriter } from '../../protocol/response-writer.ts'
import { Refusal } from '../../protocol/problems.ts'
import { writeMailboxName } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import type { Notifier, SelectedEvents } from '../../session/notifier.ts'
import { tellMessages } from '../fetch/fetch.ts'
import { statusLine, type StatusItem } from '../mailboxes/status.ts'
import { permitted } from '../refusals.ts'
import { changesBetween, keyOf, readNames, type NameChange, type Names } from './name-changes.ts'
import { isSelected, type EventGroup, type EventName, type NotifyCommand } from './parse-notify.ts'

/** Mailboxes whose messages one client may watch: each costs memory, and a change of all of them a line each. */
const WATCHED = 1000

interface Watched {
  readonly mailbox: Mailbox
  readonly stop: () => void
  /** What has happened since it was last told. */
  messages: boolean
  flags: boolean
}

/** What one client hears of by NOTIFY (RFC 5465). */
export class Notifications implements Notifier {
  readonly selected: SelectedEvents | undefined
  readonly #session: ImapSession
  readonly #groups: readonly EventGroup[]
  readonly #watched = new Map<string, Watched>()
  readonly #waiting: NameChange[] = []
  #names: Names
  #namesChanged = false
  #overflown = false
  #stop: () => void = () => undefined

  private constructor(session: ImapSession, { groups }: NotifyCommand, names: Names) {
    this.#session = session
    this.#groups = groups.filter(({ filter }) => !isSelected(filter))
    this.#names = names
    const selected = groups.find(({ filter, events }) => isSelected(filter) && events.has('MessageNew'))
    this.selected = selected && {
      delayed: selected.filter === 'selected-delayed',
      flags: selected.events.has('FlagChange'),
      tellNew: async (out, uids) => void (selected.items.length > 0 && (await permitted(tellMessages({ session, out }, selected.items, uids)))),
    }
  }

  /** Begins to watch. Refused with NOTIFICATIONOVERFLOW where that would be too much. */
  static async start(session: ImapSession, command: NotifyCommand): Promise<Notifications> {
    const { store } = session.signedIn
    const notifications = new Notifications(session, command, await readNames(store))
    if (notifications.#groups.length === 0) return notifications
    notifications.#stop = store.watchNames(() => {
      notifications.#namesChanged = true
      session.nudge()
    })
    if (!(await notifications.#watchAll())) {
      notifications.end()
      throw new Refusal('Too many mailboxes to watch', 'NOTIFICATIONOVERFLOW')
    }
    return notifications
  }

  get hasNews(): boolean {
    return this.#namesChanged || this.#overflown || this.#waiting.length > 0 || [...this.#watched.entries()].some(([key, { messages, flags }]) => (messages || flags) && key !== this.#selectedKey)
  }

  /** RFC 5465 §3.1: with STATUS, how each watched mailbox stands; and which of those that were named may not be looked into. */
  async tellStart(out: ResponseWriter, withStatus: boolean): Promise<void> {
    for (const entry of this.#names.entries.values()) {
      if (this.#groups.some((group) => this.#covers(group, entry.name) && group.events.size > 0) && !entry.rights.includes('r')) await out.untagged(`LIST (\\NoAccess) "/" ${writeMailboxName(entry.name, this.#session.nameEncoding)}`)
    }
    if (!withStatus) return
    for (const [key, { mailbox }] of this.#watched) {
      if (key === this.#selectedKey) continue
      const withFlags = this.#wants('FlagChange', mailbox.name)
      await this.#tellStatus(out, mailbox, withFlags ? ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY', 'HIGHESTMODSEQ'] : ['MESSAGES', 'UIDNEXT', 'UIDVALIDITY'])
    }
  }

  async tell(out: ResponseWriter): Promise<void> {
    await this.#lookAtNames()
    for (const change of this.#waiting.splice(0)) await out.untagged(this.#listLine(change))
    if (this.#overflown) {
      this.#overflown = false
      this.end()
      // RFC 5465 §5.8: as if NOTIFY NONE had been said.
      return out.untagged(`OK [NOTIFICATIONOVERFLOW] ${this.#session.say('Too many mailboxes to watch')}`)
    }
    for (const [key, watched] of this.#watched) await this.#tellWatched(out, key, watched)
  }

  async adopt(names: readonly string[]): Promise<void> {
    await this.#lookAtNames()
    const own = new Set(names.flatMap((name) => [name, name.slice(0, Math.max(0, name.lastIndexOf('/')))]))
    const news = this.#waiting.splice(0).filter(({ name }) => !own.has(name))
    this.#waiting.push(...news)
  }

  async wantsAnnotations(mailbox: string): Promise<boolean> {
    if (mailbox === '') return this.#groups.some(({ events }) => events.has('ServerMetadataChange'))
    return this.#wants('MailboxMetadataChange', mailbox)
  }

  end(): void {
    this.#stop()
    for (const { stop } of this.#watched.values()) stop()
    this.#watched.clear()
    this.#waiting.length = 0
    this.#stop = () => undefined
  }

  get #selectedKey(): string | undefined {
    const mailbox = this.#session.selected?.mailbox
    return mailbox && keyOf(mailbox)
  }

  async #tellWatched(out: ResponseWriter, key: string, watched: Watched): Promise<void> {
    const { messages, flags, mailbox } = watched
    if (!messages && !flags) return
    watched.messages = watched.flags = false
    // RFC 5465 §3.1: of the selected mailbox SELECTED alone speaks.
    if (key === this.#selectedKey) return
    const modSeq: readonly StatusItem[] = this.#session.condstore ? ['HIGHESTMODSEQ'] : []
    await this.#tellStatus(out, mailbox, [...(messages ? (['MESSAGES', 'UIDNEXT'] as const) : []), 'UIDVALIDITY', ...(flags ? (['UNSEEN'] as const) : []), ...modSeq])
  }

  async #tellStatus(out: ResponseWriter, mailbox: Mailbox, items: readonly StatusItem[]): Promise<void> {
    const line = await permitted(statusLine(this.#session, mailbox, items))
    if (line !== undefined) await out.untagged(line)
  }

  async #lookAtNames(): Promise<void> {
    if (!this.#namesChanged) return
    this.#namesChanged = false
    const before = this.#names
    this.#names = await readNames(this.#session.signedIn.store)
    for (const change of changesBetween(before, this.#names)) {
      const names = change.oldName === undefined ? [change.name] : [change.name, change.oldName]
      const isWanted = names.some((name) => this.#groups.some((group) => group.events.has(change.kind) && (this.#covers(group, name) || (group.filter === 'subscribed' && before.subscriptions.has(name)))))
      if (isWanted) this.#waiting.push(change)
    }
    if (!(await this.#watchAll())) this.#overflown = true
  }

  /** Watches the messages of every mailbox that is asked for and may be read, and no other; false where they are too many. */
  async #watchAll(): Promise<boolean> {
    const { store } = this.#session.signedIn
    const wanted = [...this.#names.entries].filter(([, entry]) => isReadable(entry) && this.#wants('MessageNew', entry.name))
    if (wanted.length > WATCHED) return false
    const keys = new Set(wanted.map(([key]) => key))
    for (const [key, { stop, mailbox }] of this.#watched) {
      if (keys.has(key) && this.#names.entries.get(key)?.name === mailbox.name) continue
      stop()
      this.#watched.delete(key)
    }
    for (const [key, { name }] of wanted) {
      const mailbox = this.#watched.has(key) ? undefined : await store.mailbox(name)
      if (mailbox) this.#watch(key, mailbox)
    }
    return true
  }

  #watch(key: string, mailbox: Mailbox): void {
    const stop = mailbox.watch((change: MailboxChange) => {
      const isOfFlags = change.kind === 'flags'
      if (change.kind === 'removed' || (isOfFlags && !this.#wants('FlagChange', mailbox.name))) return
      if (isOfFlags) watched.flags = true
      else watched.messages = true
      this.#session.nudge()
    })
    const watched: Watched = { mailbox, stop, messages: false, flags: false }
    this.#watched.set(key, watched)
  }

  #wants(event: EventName, name: string): boolean {
    return this.#groups.some((group) => group.events.has(event) && this.#covers(group, name))
  }

  /** RFC 5465 §6: whether the group speaks of a mailbox of that name. */
  #covers({ filter, names }: EventGroup, name: string): boolean {
    if (filter === 'mailboxes') return names.includes(name)
    if (filter === 'subtree') return names.some((above) => name === above || name.startsWith(`${above}/`))
    if (filter === 'subscribed') return this.#names.subscriptions.has(name)
    // RFC 5465 §6.3: mail may be delivered to any of one's own mailboxes.
    return !name.startsWith(SHARED) && !name.startsWith(USERS)
  }

  #listLine({ name, oldName }: NameChange): string {
    const names = [...this.#names.entries.values()]
    const entry = names.find((candidate) => candidate.name === name)
    const attributes = [
      ...(entry ? [] : ['\\NonExistent']),
      names.some((candidate) => candidate.name.startsWith(`${name}/`)) ? '\\HasChildren' : '\\HasNoChildren',
      ...(this.#names.subscriptions.has(name) ? ['\\Subscribed'] : []),
      ...(entry?.specialUse ? [entry.specialUse] : []),
    ]
    const write = (told: string): string => writeMailboxName(told, this.#session.nameEncoding)
    return `LIST (${attributes.join(' ')}) "/" ${write(name)}${oldName === undefined ? '' : ` ("OLDNAME" (${write(oldName)}))`}`
  }
}

/** RFC 5465 §5: every event asks for the rights l and r. */
function isReadable({ rights }: MailboxEntry): boolean {
  return rights.includes('l') && rights.includes('r')
}
