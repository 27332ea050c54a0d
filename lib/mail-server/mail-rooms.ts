import { join } from 'node:path'
import type { AccountDirectory } from '#lib/accounts/account-directory.ts'
import { openAccounts } from '#lib/accounts/open-accounts.ts'
import type { Config } from '#lib/config/config.ts'
import type { Log } from '#lib/log/log.ts'
import { openDiskStores, type DiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { MailStore, MailStores } from '#lib/mail-store/mail-store.ts'
import { withShared } from '#lib/mail-store/sharing/shared-view.ts'
import { lockDataDirectory, prepareDataDirectory } from './data-directory.ts'
import { groupsOfServer } from './groups-of-server.ts'
import { readPartitions } from './read-partitions.ts'
import { uidValiditiesOf } from './uid-validities.ts'

/** Accounts and mail of one data directory, which nobody else may open meanwhile. */
export interface MailRooms {
  /** The data directory. */
  readonly data: string
  /** Directories outside of it in which mail lies: partitions, and that of content. */
  readonly elsewhere: readonly string[]
  readonly accounts: AccountDirectory
  readonly stores: DiskStores
  /** What the account sees over IMAP: its own mailboxes and, under `Shared/` and `Users/`, those of others. */
  view(account: string): Promise<MailStore>
  /** Takes over the groups of another configuration, and the partitions that it adds. Throws PartitionProblem and DataDirectoryUnsafe for partitions that cannot be; the groups count then, too. */
  reload(config: Config): Promise<void>
  close(): Promise<void>
}

export interface MailRoomsOptions {
  /** For a deterministic demonstration: the clock of UIDVALIDITY, milliseconds since 1970. */
  readonly now?: () => number
}

/** Takes the data directory's lock and opens what is in it. Throws DataDirectoryInUse, DataDirectoryUnsafe and PartitionProblem. */
export async function openMailRooms(config: Config, log: Log, options: MailRoomsOptions = {}): Promise<MailRooms> {
  await using stack = new AsyncDisposableStack()
  const partitions = readPartitions(config.mail.partitions)
  const lock = await lockDataDirectory(config.data)
  stack.defer(() => lock.release())
  const accounts = await openAccounts(join(config.data, 'accounts.sqlite'), { scram: config.mail.scram })
  stack.defer(() => accounts.close())
  accounts.useGroups(groupsOfServer(config))
  const { content } = config.mail
  for (const directory of partitions.values()) prepareDataDirectory(directory)
  if (content !== undefined) prepareDataDirectory(content, 'directory of content')
  const stores = await openDiskStores(join(config.data, 'mail'), {
    quotaOf: async (account) => (await accounts.find(account))?.quota,
    messageQuotaOf: async (account) => (await accounts.find(account))?.messageQuota,
    messageSize: config.limits.messageSize,
    partitions,
    content,
    log,
    placedAlone: true,
    ...options,
  })
  stack.defer(() => stores.close())
  await accounts.settleNamedGrants(async (owner, mailbox) => uidValiditiesOf(await stores.of(owner), mailbox))
  const opened = stack.move()
  return {
    data: config.data,
    get elsewhere() {
      return [...stores.partitions.values(), ...(content === undefined ? [] : [content])]
    },
    accounts,
    stores,
    view: (account) => viewOf(account, accounts, stores),
    async reload(next) {
      accounts.useGroups(groupsOfServer(next))
      await addPartitions(stores, next)
    },
    close: () => opened.disposeAsync(),
  }
}

async function addPartitions(stores: DiskStores, { mail }: Config): Promise<void> {
  const named = readPartitions(mail.partitions)
  for (const [name, directory] of named) if (!stores.partitions.has(name)) prepareDataDirectory(directory)
  await stores.addPartitions(named)
}

async function viewOf(account: string, accounts: AccountDirectory, stores: MailStores): Promise<MailStore> {
  return withShared(await stores.of(account), { account, grants: accounts, storeOf: (owner) => stores.of(owner) })
}
