import type { AccountDirectory } from '#lib/accounts/account-directory.ts'
import type { DiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { MailStore } from '#lib/mail-store/mail-store.ts'
import { DEFAULT_NAMES, SPECIAL_USES } from '#lib/mail/special-use.ts'
import type { NewUser } from '../administration.ts'

/** Makes an account whose INBOX and special-use mailboxes exist and are subscribed when it resolves. Throws AccountProblem. */
export async function enrol(accounts: AccountDirectory, stores: Pick<DiskStores, 'of' | 'place'>, user: NewUser): Promise<void> {
  const { name } = await accounts.add(user.name, user.password, user.quota)
  try {
    await stores.place(name, user.partition ?? '')
    await makeMailboxes(await stores.of(name))
  } catch (error) {
    // An account without its mailboxes would look like one that lost its mail.
    await accounts.remove(name)
    throw error
  }
}

async function makeMailboxes(store: MailStore): Promise<void> {
  await store.subscribe('INBOX')
  for (const use of SPECIAL_USES) {
    const name = DEFAULT_NAMES[use]
    if (!(await store.mailbox(name))) await store.create(name, use)
    await store.subscribe(name)
  }
}
