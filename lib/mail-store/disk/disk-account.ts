import { statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDiskFull } from '#lib/storage/sqlite.ts'
import { checkAnnouncedSize } from '../incoming-content.ts'
import { StoreProblem, type NewMessage, type QuotaLimits } from '../mail-store.ts'
import { QuotaLedger, type QuotaRoom } from '../quota-ledger.ts'
import { AccountDatabase, CONTENT_FOLDER } from './account-database.ts'
import { bringUnprovedToDisk, skipWhatWasSeen, takeBackUnwritten } from './start/after-power-cut.ts'
import { atOnce, LARGE, type AfterCommit, type ChangeWork } from './commits/commit-queue.ts'
import type { Steps } from './commits/steps.ts'
import { BackgroundTask } from './background-task.ts'
import { moveBodies } from './content/body-mover.ts'
import { ContentFiles } from './content/content-files.ts'
import { ContentSweeper } from './content/content-sweeper.ts'
import { DigestRefresher } from './content/digest-refresher.ts'
import type { DiskOptions } from './disk-options.ts'
import { giveSpareWhenFull } from './start/spare-room.ts'
import { machineStart, NEVER } from './start/machine-start.ts'
import type { IncomingMessage } from './rows/mailbox-writer.ts'
import { ACCOUNT_ROOT, rootOf, sizeOf, usageOf } from './quota/quota-roots.ts'
import { MessageSpool } from './content/message-spool.ts'
import { AccountIndex } from './search-index/account-index.ts'
import { IndexThread } from './search-index/index-thread.ts'
import { rewriteJournal } from './journal/rewrite-journal.ts'

/** Twice what the log of an account's database grows to between two checkpoints. */
const RESERVE = 8 * 1024 * 1024

/** What the mailboxes of one account share: the database, the content files, the quota. */
export class DiskAccount {
  readonly name: string
  readonly options: DiskOptions
  readonly database: AccountDatabase
  readonly files: ContentFiles
  readonly sweeper: ContentSweeper
  readonly refresher: DigestRefresher
  readonly bodies: BackgroundTask
  readonly index: AccountIndex
  readonly #journal: BackgroundTask
  readonly #folder: string
  /** One for each quota root that has been asked for. */
  readonly #ledgers = new Map<number, QuotaLedger>()

  constructor(name: string, folder: string, options: DiskOptions) {
    const crashPoint = options.crashPoint ?? ((): void => undefined)
    this.name = name
    this.options = options
    this.#folder = folder
    this.database = new AccountDatabase(folder, options)
    this.files = new ContentFiles(join(folder, CONTENT_FOLDER), crashPoint)
    this.index = new AccountIndex(options.indexThread ?? new IndexThread(), folder, { log: options.log, reserve: options.indexReserve, from: options.indexedFrom })
    this.sweeper = new ContentSweeper(this.database, this.files, { freed: (contents) => this.index.forget(contents), log: options.log })
    this.refresher = new DigestRefresher(this.database, this.files, options.log)
    this.bodies = new BackgroundTask(() => moveBodies(this.database), (error) => options.log?.error('bodies-move-failed', error))
    this.#journal = new BackgroundTask(() => rewriteJournal(this.database), (error) => options.log?.error('journal-rewrite-failed', error))
  }

  /** Puts in order what a kill may have left. */
  async prepare(): Promise<void> {
    const isNamed = (file: string): boolean => this.database.sql('SELECT 1 FROM content WHERE file = ?').get(file) !== undefined
    // Where the journal cannot confirm it, a file that the database does not know may be what it has lost.
    await this.files.prepare(this.database.standing === 'equal' ? isNamed : undefined)
    if (this.database.standing === 'equal') this.#removePacks()
    else this.#journal.start()
    await this.#noteStart(this.options.machineStart ?? machineStart())
    if (this.database.sql('SELECT 1 FROM body LIMIT 1').get()) this.bodies.start()
    if (this.database.sql('SELECT 1 FROM content WHERE uses = 0').get()) this.sweeper.schedule()
    this.refresher.start()
    this.index.begin(this.database.count())
  }

  /** One change that is over in a moment, durable when it resolves. Throws StoreProblem 'no-space' on a full disk. */
  async change<T>(work: (after: AfterCommit) => T): Promise<T> {
    return this.changeMany(1, atOnce(work))
  }

  /** As `change`, of so many messages. */
  async changeMany<T>(messages: number, work: ChangeWork<T>): Promise<T> {
    // For flags and deletions: messages are refused long before.
    const directory = dirname(this.#folder)
    if (giveSpareWhenFull(directory)) this.options.log?.warn('disk-full-spare-given-up', { directory })
    try {
      return await this.#committed(messages, work)
    } catch (error) {
      throw translated(error)
    }
  }

  /**
   * Spools messages at their sender's pace and hands them to one change; nothing of them is left when that fails. They count in `room`; `freed` octets
   * are those of a message there that the same change removes: it goes only once the new one is on the disk.
   */
  async takeIn<T>(messages: AsyncIterable<NewMessage>, insert: (incoming: readonly IncomingMessage[], after: AfterCommit) => Steps<T>, { room, freed }: { readonly room: QuotaRoom; readonly freed?: number | undefined }): Promise<T> {
    const spool = new MessageSpool({ files: this.files, packs: this.database.packs }, room.ledger, {
      checkSize: (size) => this.#checkSize(size),
      used: () => room.size() - (freed ?? 0),
      quota: room.limits.storage,
    })
    try {
      await spool.fill(messages)
      if (freed !== undefined || spool.messages.length >= LARGE) await spool.store()
      const { index, sweeper } = this
      return await this.#committed(spool.messages.length, function* (after) {
        after(() => spool.release())
        after(() => index.touch())
        after(() => sweeper.putOff())
        return yield* insert(spool.messages, after)
      })
    } catch (error) {
      await spool.discard()
      throw translated(error)
    }
  }

  /** Those of the account's own root. */
  async limits(): Promise<QuotaLimits> {
    const { quotaOf, messageQuotaOf } = this.options
    return { storage: await quotaOf?.(this.name), messages: await messageQuotaOf?.(this.name) }
  }

  /** The root in which that mailbox counts now. */
  async room(mailbox: number): Promise<QuotaRoom> {
    const limits = await this.limits()
    const root = rootOf(this.database, mailbox)
    const id = root?.id ?? ACCOUNT_ROOT
    return { limits: root?.limits ?? limits, ledger: this.#ledger(id), size: () => sizeOf(this.database, id), count: () => usageOf(this.database, id).messages }
  }

  /** Whether both mailboxes count in one root now: then what moves between them needs no room. */
  isSameRoot(one: number, other: number): boolean {
    return rootOf(this.database, one)?.id === rootOf(this.database, other)?.id
  }

  #ledger(root: number): QuotaLedger {
    const ledger = this.#ledgers.get(root) ?? new QuotaLedger()
    this.#ledgers.set(root, ledger)
    return ledger
  }

  #checkSize(size: number): void {
    checkAnnouncedSize(size, this.options.messageSize)
    // The database and the content may lie on two disks.
    for (const folder of [this.#folder, join(this.#folder, CONTENT_FOLDER)]) {
      const { bavail, bsize } = statfsSync(folder)
      if (bavail * bsize < size + (this.options.reserve ?? RESERVE)) throw new StoreProblem('no-space')
    }
  }

  async close(): Promise<void> {
    await this.sweeper.stop()
    await this.index.close()
    await this.refresher.stop()
    await this.bodies.stop()
    await this.#journal.stop()
    await this.database.close()
  }

  async #committed<T>(messages: number, work: ChangeWork<T>): Promise<T> {
    const result = await this.database.changeMany(messages, work)
    if (this.database.journal.isLong) this.#journal.start()
    return result
  }

  async #noteStart(start: string): Promise<void> {
    const before = this.database.sql('SELECT machine_start FROM account').get()?.[0]
    if (!this.database.wasClosed) bringUnprovedToDisk(this.database)
    if (before === start) return
    const isUnsure = before === NEVER || (before !== '' && !this.database.wasClosed)
    const lost = await this.database.change(() => {
      const taken = isUnsure ? takeBackUnwritten(this.database) : []
      if (isUnsure) skipWhatWasSeen(this.database)
      this.database.sql('UPDATE account SET machine_start = ?').run(start)
      return taken
    })
    if (lost.length === 0) return
    this.index.forget(lost)
    this.options.log?.warn('unanswered-messages-taken-back', { account: this.name, messages: lost.length })
  }

  /** Packs that a kill has left when all of them had been moved. */
  #removePacks(): void {
    const { packs } = this.database
    const isUsed = (pack: number): boolean => this.database.sql('SELECT 1 FROM content WHERE pack = ? LIMIT 1').get(pack) !== undefined
    for (const pack of packs.list()) if (!packs.isAwaited(pack) && !isUsed(pack)) packs.remove(pack)
  }
}

function translated(error: unknown): unknown {
  return isDiskFull(error) ? new StoreProblem('no-space', { cause: error }) : error
}
