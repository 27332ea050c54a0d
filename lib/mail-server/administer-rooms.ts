import { AccountProblem, type Account } from '#lib/accounts/account-directory.ts'
import { AdministrationProblem, type AccountExamination, type AccountNames, type Administration, type BackupReport, type ImportReport, type NewUser, type QuotaChange, type QuotaRepair, type RestoreReport, type SeedReport, type ServerStats, type Share, type SubscriptionReport, type UserSummary } from './administration.ts'
import type { Family } from '#lib/log/figures/exposition.ts'
import { PartitionProblem } from '#lib/mail-store/disk/partition-problem.ts'
import { StoreThreads } from '#lib/mail-store/disk/threads/store-threads.ts'
import { backUp } from './tasks/back-up.ts'
import { enrol } from './tasks/enrol.ts'
import type { MailRooms } from './mail-rooms.ts'
import { restoreAccount, restoreMailbox } from './tasks/restore.ts'
import { seedStore } from './tasks/seed.ts'
import { quotaAfter, setRootQuota } from './tasks/set-quota.ts'
import { subscribeTo } from './tasks/subscribe.ts'
import { shareMailbox } from './tasks/sharing.ts'

/** What the running server adds to accounts and stores. */
export interface ServerSide {
  stats(): Promise<ServerStats>
  resetStats(): Promise<ServerStats>
  figures(): Promise<readonly Family[]>
  shutdown(): Promise<void>
  /** Hangs up on whoever is signed in as that user. */
  disconnect(account: string): void
}

/** The administration, carried out on the rooms of this process. */
export class RoomsAdministration implements Administration {
  readonly #rooms: MailRooms
  readonly #domain: string
  readonly #server: ServerSide

  constructor(rooms: MailRooms, domain: string, server: ServerSide) {
    this.#rooms = rooms
    this.#domain = domain
    this.#server = server
  }

  async addUser(user: NewUser): Promise<void> {
    checkNewUser(user)
    await inWords(enrol(this.#rooms.accounts, this.#rooms.stores, user))
  }

  async importUsers(users: readonly NewUser[]): Promise<ImportReport> {
    const added: string[] = []
    const refused: { name: string; sentence: string }[] = []
    for (const user of users) {
      try {
        await this.addUser(user)
        added.push(user.name)
      } catch (error) {
        if (!(error instanceof AdministrationProblem)) throw error
        refused.push({ name: String(user.name), sentence: error.message })
      }
    }
    return { added, refused }
  }

  async listUsers(): Promise<readonly UserSummary[]> {
    const accounts = await this.#rooms.accounts.list()
    return Promise.all(accounts.map((account) => this.#summary(account)))
  }

  async deleteUser(name: string): Promise<void> {
    const account = await this.#existing(name)
    await inWords(this.#rooms.accounts.remove(account.name))
    this.#server.disconnect(account.name)
    await this.#rooms.stores.remove(account.name)
    const others = (await this.#rooms.accounts.list()).map((other) => other.name)
    await inWords(this.#rooms.stores.forgetReader(account.name, others))
  }

  async moveUser(name: string, partition: string): Promise<void> {
    const account = await this.#existing(name)
    if (typeof partition !== 'string') throw new AdministrationProblem('A partition has a name.')
    const threads = new StoreThreads()
    try {
      await inWords(this.#rooms.stores.move(account.name, { partition, threads, alone: () => this.#server.disconnect(account.name) }))
    } finally {
      await threads.close()
    }
  }

  async setQuota(name: string, change: QuotaChange, mailbox?: string): Promise<void> {
    const account = await this.#existing(name)
    if (mailbox !== undefined) return setRootQuota(await this.#rooms.stores.of(account.name), { account: account.name, mailbox, change })
    await inWords(this.#rooms.accounts.setQuota(account.name, quotaAfter(account.name, account.quota, change)))
  }

  async setPassword(name: string, password: string): Promise<void> {
    const account = await this.#existing(name)
    if (typeof password !== 'string') throw new AdministrationProblem('A password is text.')
    await inWords(this.#rooms.accounts.setPassword(account.name, password))
    // Whoever signed in with the old password must not stay.
    this.#server.disconnect(account.name)
  }

  share(share: Share): Promise<void> {
    return inWords(shareMailbox(this.#rooms, share))
  }

  async subscribe(name: string, mailboxes: readonly string[]): Promise<SubscriptionReport> {
    const account = await this.#existing(name)
    if (!Array.isArray(mailboxes) || !mailboxes.every((mailbox) => typeof mailbox === 'string')) throw new AdministrationProblem('Mailboxes have names.')
    return subscribeTo(await this.#rooms.view(account.name), mailboxes)
  }

  async seed(directory: string, user: string): Promise<SeedReport> {
    const account = await this.#existing(user)
    return seedStore(await this.#rooms.stores.of(account.name), directory)
  }

  async accountNames(): Promise<AccountNames> {
    const names = (await this.#rooms.accounts.list()).map(({ name }) => name)
    return { names, strangers: await this.#rooms.stores.strangers(names) }
  }

  async examine(names: readonly string[], repair: boolean): Promise<readonly AccountExamination[]> {
    const accounts = await Promise.all(names.map((name) => this.#existing(name)))
    const threads = new StoreThreads()
    try {
      return await Promise.all(accounts.map(async ({ name }) => ({ name, ...(await this.#rooms.stores.examine(name, { repair, threads })) })))
    } finally {
      await threads.close()
    }
  }

  async repairQuotas(names?: readonly string[]): Promise<readonly QuotaRepair[]> {
    const accounts = names ? await Promise.all(names.map((name) => this.#existing(name))) : await this.#rooms.accounts.list()
    const repairs: QuotaRepair[] = []
    for (const { name } of accounts) for (const { root, was, now } of await this.#rooms.stores.recount(name)) repairs.push({ name: root === '' ? name : `${name}/${root}`, was, now })
    return repairs
  }

  async backUp(directory: string, keep: number, names?: readonly string[]): Promise<BackupReport> {
    if (!Number.isSafeInteger(keep) || keep < 1) throw new AdministrationProblem('At least one generation has to stay.')
    for (const name of names ?? []) await this.#existing(name)
    return backUp(this.#rooms, { data: this.#rooms.data, elsewhere: this.#rooms.elsewhere, directory, keep, now: Date.now(), ...(names && { names }) })
  }

  async restore(generation: string, name: string, mailbox?: string): Promise<RestoreReport> {
    await this.#existing(name)
    if (mailbox !== undefined) return restoreMailbox(this.#rooms, generation, { name, mailbox, data: this.#rooms.data })
    return restoreAccount(this.#rooms, generation, name)
  }

  stats(): Promise<ServerStats> {
    return this.#server.stats()
  }

  resetStats(): Promise<ServerStats> {
    return this.#server.resetStats()
  }

  figures(): Promise<readonly Family[]> {
    return this.#server.figures()
  }

  shutdown(): Promise<void> {
    return this.#server.shutdown()
  }

  async #existing(name: string): Promise<Account> {
    const account = typeof name === 'string' ? await this.#rooms.accounts.find(name) : undefined
    if (!account) throw new AdministrationProblem(`There is no user ${String(name)}.`)
    return account
  }

  async #summary(account: Account): Promise<UserSummary> {
    const [own, ...others] = await (await this.#rooms.stores.of(account.name)).quota()
    const roots = others.map(({ name, storage: { used, limit } }) => ({ mailbox: name, used, ...(limit === undefined ? {} : { quota: limit }) }))
    return { name: account.name, address: `${account.name}@${this.#domain}`, used: own?.storage.used ?? 0, ...(account.quota === undefined ? {} : { quota: account.quota }), ...(roots.length > 0 && { roots }) }
  }
}

function checkNewUser(user: NewUser): void {
  const quotaIsRight = user.quota === undefined || (Number.isSafeInteger(user.quota) && user.quota >= 0)
  if (typeof user.name !== 'string' || typeof user.password !== 'string' || !['string', 'undefined'].includes(typeof user.partition) || !quotaIsRight) {
    throw new AdministrationProblem('A user has a name, a password and perhaps a quota in octets.')
  }
}

async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof AccountProblem || error instanceof PartitionProblem) throw new AdministrationProblem(error.message, { cause: error })
    throw error
  }
}
