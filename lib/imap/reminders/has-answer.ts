import type { AccountConnections } from '../account-connections.ts'
import { listAll } from '../reading/mailbox-list.ts'

/** Answers are looked for in so many mailboxes: filters may put them anywhere. */
const MAILBOXES_SEARCHED = 100

/** Whether some message names that Message-ID in In-Reply-To or References (RFC 5322 §3.6.4), in any mailbox but those. */
export async function hasAnswer(connections: AccountConnections, messageId: string, except: readonly string[]): Promise<boolean> {
  const names = await connections.useAny(async (client) => (await listAll(client, { counts: false })).filter(({ selectable, name }) => selectable && !except.includes(name)).map(({ name }) => name))
  // Most answers are there.
  const inOrder = [...names.filter((name) => name.toUpperCase() === 'INBOX'), ...names.filter((name) => name.toUpperCase() !== 'INBOX')]
  for (const mailbox of inOrder.slice(0, MAILBOXES_SEARCHED)) {
    const found = await connections.use(mailbox, async (client) => client.search({ or: [{ header: { 'In-Reply-To': messageId } }, { header: { References: messageId } }] }, { uid: true }))
    if (found && found.length > 0) return true
  }
  return false
}
