import { StoreProblem, type MailStore } from '#lib/mail-store/mail-store.ts'
import { AdministrationProblem, type QuotaChange } from '../administration.ts'

/** The limit after the change, in octets; undefined for none. Throws AdministrationProblem. */
export function quotaAfter(name: string, before: number | undefined, change: QuotaChange): number | undefined {
  if (change.kind === 'lift') return undefined
  if (!Number.isSafeInteger(change.octets)) throw new AdministrationProblem('A quota is a whole number of octets.')
  if (change.kind === 'set') return Math.max(0, change.octets)
  if (before === undefined) throw new AdministrationProblem(`${name} has no quota yet, so it cannot be changed by an amount.`)
  return Math.max(0, before + change.octets)
}

/** Makes a mailbox a quota root of its own, changes what it is, or lifts all its limits. Throws AdministrationProblem. */
export async function setRootQuota(store: MailStore, { account, mailbox, change }: { readonly account: string; readonly mailbox: string; readonly change: QuotaChange }): Promise<void> {
  const found = typeof mailbox === 'string' ? await store.mailbox(mailbox) : undefined
  if (!found) throw new AdministrationProblem(`${account} has no mailbox ${mailbox}.`)
  const { storage, messages } = (await store.quota()).find(({ name }) => name === found.name) ?? {}
  const after = quotaAfter(`${account}/${found.name}`, storage?.limit, change)
  try {
    await store.setQuota(found.name, after === undefined ? {} : { storage: after, messages: messages?.limit })
  } catch (error) {
    if (!(error instanceof StoreProblem && error.kind === 'refused')) throw error
    throw new AdministrationProblem(`INBOX counts in the quota of the account: postern user quota ${account}.`, { cause: error })
  }
}
