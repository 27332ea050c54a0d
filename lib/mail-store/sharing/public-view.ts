import { findableName } from '../mailbox-name.ts'
import { StoreProblem, type Mailbox, type MailboxEntry, type MailStore, type QuotaRoot } from '../mail-store.ts'
import { SHARED } from './others-mailboxes.ts'
import { withShared, type GrantBook, type SharedViewOptions } from './shared-view.ts'

/** In access control lists: who signs in without a name (RFC 4314 §2). */
export const ANONYMOUS = 'anonymous'

/** Rights that count for whoever says no name: nobody could be asked about anything that it wrote. */
const READING = /[^lr]/g

/**
 * What whoever signs in without a name may see (RFC 4505): mailboxes below `Shared/` that a list opens to `anonymous` or `anyone`, to be listed and
 * read. It has no mail and keeps nothing of its own.
 */
export function publicView(options: Omit<SharedViewOptions, 'account'>): MailStore {
  const store = withShared(NOTHING, { ...options, account: ANONYMOUS, grants: forReading(options.grants) })
  const isPublic = (name: string): boolean => findableName(name)?.startsWith(SHARED) ?? false
  return {
    ...NOTHING,
    async mailbox(name: string): Promise<Mailbox | undefined> {
      return isPublic(name) ? await store.mailbox(name) : undefined
    },
    async mailboxes(): Promise<readonly MailboxEntry[]> {
      return (await store.mailboxes()).filter(({ name }) => isPublic(name))
    },
    async nameOf(uidValidity: number, owner?: string): Promise<string | undefined> {
      const name = await store.nameOf(uidValidity, owner)
      return name !== undefined && isPublic(name) ? name : undefined
    },
    watchNames: (listener) => store.watchNames(listener),
  }
}

function forReading(grants: GrantBook): GrantBook {
  return {
    ...refusingGrants,
    grantsTo: async (account) => (await grants.grantsTo(account)).map((grant) => (grant.identifier.startsWith('-') ? grant : { ...grant, rights: grant.rights.replace(READING, '') })),
    grantsOf: (owner) => grants.grantsOf(owner),
    watchGrants: (listener) => grants.watchGrants(listener),
  }
}

async function refuse(): Promise<never> {
  throw new StoreProblem('no-right')
}

const refusingGrants = { grant: refuse, forgetMailbox: refuse }

/** The store of nobody: there is nothing in it, and nothing comes into it. */
const NOTHING: MailStore = {
  mailbox: async () => undefined,
  nameOf: async () => undefined,
  mailboxes: async () => [],
  create: refuse,
  rename: refuse,
  remove: refuse,
  subscriptions: async () => [],
  subscribe: refuse,
  unsubscribe: refuse,
  quota: async (): Promise<readonly QuotaRoot[]> => [],
  quotaRootOf: async () => '',
  setQuota: refuse,
  watchNames: () => () => undefined,
  annotations: { all: async () => new Map(), set: refuse },
}
