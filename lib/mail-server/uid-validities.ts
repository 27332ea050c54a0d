import type { MailStore } from '#lib/mail-store/mail-store.ts'

/** The UIDVALIDITY of the mailbox, then those of all below it; empty when there is none of that name. */
export async function uidValiditiesOf(store: MailStore, mailbox: string): Promise<readonly number[]> {
  const root = await store.mailbox(mailbox)
  if (!root) return []
  const below = (await store.mailboxes()).filter(({ name }) => name.startsWith(`${root.name}/`))
  const found = await Promise.all(below.map(({ name }) => store.mailbox(name)))
  return [root, ...found.filter((one) => one !== undefined)].map(({ uidValidity }) => uidValidity)
}
