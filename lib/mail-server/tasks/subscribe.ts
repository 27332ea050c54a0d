import { StoreProblem, type MailStore } from '#lib/mail-store/mail-store.ts'
import type { SubscriptionReport } from '../administration.ts'

/** Subscribes to these mailboxes, whether or not they exist (RFC 9051 §6.3.7), and to those that are subscribed already once more, which changes nothing. */
export async function subscribeTo(store: MailStore, mailboxes: readonly string[]): Promise<SubscriptionReport> {
  const before = (await store.subscriptions()).length
  const refused: string[] = []
  for (const name of mailboxes) {
    await store.subscribe(name).catch((error: unknown) => {
      if (!(error instanceof StoreProblem && (error.kind === 'bad-name' || error.kind === 'over-quota'))) throw error
      refused.push(name)
    })
  }
  return { added: (await store.subscriptions()).length - before, refused }
}
