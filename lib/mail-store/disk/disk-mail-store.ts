import type { SpecialUse } from '#lib/mail/special-use.ts'
import { toUidValidity } from '#lib/mail/uid.ts'
import { canonicalName, findableName, INBOX, renamedNames } from '../mailbox-name.ts'
import { StoreProblem, type Annotations, type Mailbox, type MailboxEntry, type MailStore, type QuotaLimits, type QuotaRoot } from '../mail-store.ts'
import { NameListeners } from '../listeners/name-listeners.ts'
import { nearestRoot, quotaRoot, type Usage } from '../quota-ledger.ts'
import { ALL_RIGHTS } from '../rights.ts'
import { MAILBOX_LIMIT, nextUidValidity } from '../store-options.ts'
import { uidsOfRuns } from '../uid-runs.ts'
import type { AfterCommit } from './commits/commit-queue.ts'
import type { Steps } from './commits/steps.ts'
import type { DiskAccount } from './disk-account.ts'
import { ACCOUNT, DiskAnnotations } from './disk-annotations.ts'
import { DiskMailbox } from './disk-mailbox.ts'
import { annotationRecords, mailboxRecord } from './journal/present-records.ts'
import { forgetReader } from './rows/forget-reader.ts'
import { readRows } from './rows/message-rows.ts'
import { moveRows } from './rows/move-rows.ts'
import { ACCOUNT_ROOT, guardRoots, readRoots, usages } from './quota/quota-roots.ts'
import { recount, type Recount } from './quota/recount.ts'
import { removeMailbox } from './rows/remove-mailbox.ts'
import { readRuns } from './rows/uid-run-rows.ts'

/** One account on the disk. */
export class DiskMailStore implements MailStore {
  readonly #account: DiskAccount
  /** Mailboxes that somebody has asked for: one object each, so that all who watch are told. */
  readonly #open = new Map<number, DiskMailbox>()

  readonly annotations: Annotations
  readonly #names = new NameListeners()

  private constructor(account: DiskAccount) {
    this.#account = account
    this.annotations = new DiskAnnotations(account, ACCOUNT, '')
  }

  /** `uidValidityFloor` is the last UIDVALIDITY of an account of this name that was removed. */
  static async open(account: DiskAccount, uidValidityFloor: number): Promise<DiskMailStore> {
    await account.prepare()
    const store = new DiskMailStore(account)
    await account.change(() => {
      if (uidValidityFloor > store.lastUidValidity()) {
        account.database.sql('UPDATE account SET last_uid_validity = ?').run(uidValidityFloor)
        account.database.note(['account', uidValidityFloor])
      }
      if (store.#idOf(INBOX) === undefined) store.#insert(INBOX, undefined)
    })
    return store
  }

  async mailbox(name: string): Promise<Mailbox | undefined> {
    const id = this.#idOf(findableName(name) ?? '')
    return id === undefined ? undefined : this.#mailbox(id)
  }

  async nameOf(uidValidity: number): Promise<string | undefined> {
    return this.#account.database.sql('SELECT name FROM mailbox WHERE uid_validity = ?').get(uidValidity)?.[0] as string | undefined
  }

  async mailboxes(): Promise<readonly MailboxEntry[]> {
    const rows = this.#account.database.sql('SELECT name, uid_validity, special_use FROM mailbox').all() as readonly (readonly [string, number, SpecialUse | null])[]
    return rows.map(([name, uidValidity, specialUse]) => ({ name, rights: ALL_RIGHTS, uidValidity, ...(specialUse && { specialUse }) }))
  }

  async create(name: string, specialUse?: SpecialUse): Promise<Mailbox> {
    const canonical = canonicalName(name)
    const id = await this.#account.change((after) => {
      after(this.#names.tell)
      this.#requireFree(canonical)
      return this.#insert(canonical, specialUse)
    })
    return this.#mailbox(id)
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [findableName(from), canonicalName(to)]
    if (source === undefined) throw new StoreProblem('no-such-mailbox')
    const limits = await this.#account.limits()
    await (source === INBOX ? this.#account.changeMany(Infinity, (after) => this.#moveInbox(target, limits, after)) : this.#account.change((after) => this.#renameAll({ source, target, limits }, after)))
  }

  async remove(name: string): Promise<void> {
    const canonical = findableName(name) ?? ''
    if (canonical === INBOX) throw new StoreProblem('refused')
    await this.#account.changeMany(Infinity, (after) => this.#remove(canonical, after))
  }

  async subscriptions(): Promise<readonly string[]> {
    return this.#account.database.sql('SELECT name FROM subscription ORDER BY name').all().map((row) => row[0] as string)
  }

  async subscribe(name: string): Promise<void> {
    const canonical = canonicalName(name)
    await this.#account.change((after) => {
      after(this.#names.tell)
      const count = this.#account.database.sql('SELECT count(*) FROM subscription').get()?.[0] as number
      if (count >= MAILBOX_LIMIT) throw new StoreProblem('over-quota')
      this.#account.database.sql('INSERT OR IGNORE INTO subscription VALUES (?)').run(canonical)
      this.#account.database.note(['subscribed', canonical])
    })
  }

  async unsubscribe(name: string): Promise<void> {
    await this.#account.change((after) => {
      after(this.#names.tell)
      const canonical = findableName(name) ?? ''
      this.#account.database.sql('DELETE FROM subscription WHERE name = ?').run(canonical)
      this.#account.database.note(['unsubscribed', canonical])
    })
  }

  async quota(): Promise<readonly QuotaRoot[]> {
    const limits = await this.#account.limits()
    const { database } = this.#account
    const roots = readRoots(database)
    const used = usages(database, roots)
    return [{ id: ACCOUNT_ROOT, name: '', limits }, ...roots].map((root) => quotaRoot(root.name, used.get(root.id) as Usage, root.limits))
  }

  async quotaRootOf(name: string): Promise<string> {
    return nearestRoot(readRoots(this.#account.database), findableName(name) ?? '')?.name ?? ''
  }

  async setQuota(mailbox: string, { storage, messages }: QuotaLimits): Promise<void> {
    const name = findableName(mailbox) ?? ''
    if (name === INBOX) throw new StoreProblem('refused')
    await this.#account.change(() => {
      const { database } = this.#account
      const id = this.#idOf(name)
      if (id === undefined) throw new StoreProblem('no-such-mailbox')
      database.sql('UPDATE mailbox SET quota = ?, message_quota = ? WHERE id = ?').run(storage ?? null, messages ?? null, id)
      database.crashPoint('quota set')
      database.note(mailboxRecord(database, id))
    })
  }

  watchNames(listener: () => void): () => void {
    return this.#names.add(listener)
  }

  /** The greatest UIDVALIDITY that any mailbox of this account has had. */
  lastUidValidity(): number {
    return this.#account.database.sql('SELECT last_uid_validity FROM account').get()?.[0] as number
  }

  /** Resolves when all content that no message names is freed. */
  async sweep(): Promise<void> {
    await this.#account.sweeper.sweep()
  }

  /** See recount. */
  recount(): Promise<readonly Recount[]> {
    return this.#account.changeMany(Infinity, () => recount(this.#account.database))
  }

  /** See ContentSweeper.hold. */
  holdContent(): Promise<() => void> {
    return this.#account.sweeper.hold()
  }

  /** See forgetReader. */
  forgetReader(reader: string): Promise<void> {
    return this.#account.change(() => forgetReader(this.#account.database, reader))
  }

  /** Resolves when everything that older versions have stored is as this one stores it. */
  async refresh(): Promise<void> {
    await this.#account.refresher.refresh()
    await this.#account.bodies.run()
  }

  /** Resolves when everything that is there now is in the search index. */
  async fillIndex(): Promise<void> {
    await this.#account.index.fill()
  }

  async close(): Promise<void> {
    await this.#account.close()
  }

  /** The account is being removed: as `close`, and whoever watches is told. */
  async closeForGood(): Promise<void> {
    await this.close()
    for (const mailbox of this.#open.values()) mailbox.markRemoved()
    this.#open.clear()
  }

  #idOf(name: string): number | undefined {
    return this.#account.database.sql('SELECT id FROM mailbox WHERE name = ?').get(name)?.[0] as number | undefined
  }

  #mailbox(id: number): DiskMailbox {
    let mailbox = this.#open.get(id)
    if (!mailbox) {
      const row = this.#account.database.sql('SELECT name, uid_validity, special_use FROM mailbox WHERE id = ?').get(id)
      const [name, uidValidity, specialUse] = row as readonly [string, number, SpecialUse | null]
      mailbox = new DiskMailbox(this.#account, { id, name, uidValidity: toUidValidity(uidValidity), specialUse: specialUse ?? undefined })
      this.#open.set(id, mailbox)
    }
    return mailbox
  }

  #requireFree(name: string): void {
    if (this.#idOf(name) !== undefined) throw new StoreProblem('exists')
    const count = this.#account.database.sql('SELECT count(*) FROM mailbox').get()?.[0] as number
    if (count >= MAILBOX_LIMIT) throw new StoreProblem('over-quota')
  }

  #insert(name: string, specialUse: SpecialUse | undefined): number {
    const { database, options } = this.#account
    const uidValidity = nextUidValidity(this.lastUidValidity(), (options.now ?? Date.now)())
    database.sql('UPDATE account SET last_uid_validity = ?').run(uidValidity)
    database.crashPoint('uidvalidity taken')
    database.note(['mailbox', uidValidity, name, specialUse ?? null, 1, 1])
    return database.sql('INSERT INTO mailbox (name, uid_validity, special_use) VALUES (?, ?, ?)').run(name, uidValidity, specialUse ?? null).lastInsertRowid
  }

  *#remove(name: string, after: AfterCommit): Steps<void> {
    const id = this.#idOf(name)
    if (id === undefined) throw new StoreProblem('no-such-mailbox')
    yield* removeMailbox(this.#account.database, id)
    after(() => {
      this.#open.get(id)?.markRemoved()
      this.#open.delete(id)
      this.#names.tell()
      this.#account.sweeper.schedule()
    })
  }

  #renameAll({ source, target, limits }: { readonly source: string; readonly target: string; readonly limits: QuotaLimits }, after: AfterCommit): void {
    const { database } = this.#account
    const checkRoots = guardRoots(database, limits)
    const names = database.sql('SELECT name FROM mailbox').all().map((row) => row[0] as string)
    for (const [old, renamed] of renamedNames(names, source, target)) {
      const id = this.#idOf(old) as number
      database.sql('UPDATE mailbox SET name = ? WHERE id = ?').run(renamed, id)
      database.note(mailboxRecord(database, id))
      database.crashPoint('mailbox renamed')
      after(() => {
        const mailbox = this.#open.get(id)
        if (mailbox) mailbox.name = renamed
      })
    }
    checkRoots()
    after(this.#names.tell)
  }

  *#moveInbox(target: string, limits: QuotaLimits, after: AfterCommit): Steps<void> {
    this.#requireFree(target)
    const { database } = this.#account
    const checkRoots = guardRoots(database, limits)
    const inbox = this.#idOf(INBOX) as number
    const uids = uidsOfRuns(readRuns(database, inbox))
    const renamed = this.#insert(target, undefined)
    // RFC 5464 §4.1: they stay with INBOX, too.
    database.sql('INSERT INTO annotation SELECT ?, reader, name, value FROM annotation WHERE mailbox = ?').run(renamed, inbox)
    for (const record of annotationRecords(database, renamed)) database.note(record)
    const { expunged } = yield* moveRows(database, yield* readRows(database, inbox, uids), inbox, renamed)
    checkRoots()
    if (uids.length > 0) after(() => this.#open.get(inbox)?.listeners.tell({ kind: 'expunged', ...expunged }))
    after(this.#names.tell)
  }
}
