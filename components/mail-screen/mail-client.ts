import type { IndexQuery } from '#lib/api/urls.ts'
import type { IndexPage, MailboxSummary, MessageAction } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'

/** Where moved messages are now: their ids before and after, where the server says so (RFC 4315 §3). */
export interface Moved {
  readonly target: string
  readonly ids: readonly (readonly [before: string, after: string])[]
}

/** What the screen asks of the gateway. Each rejects with an error that `explainFailure` can put into words. */
export interface MailClient {
  mailboxes(signal?: AbortSignal): Promise<readonly MailboxSummary[]>
  index(mailbox: string, query: IndexQuery, signal?: AbortSignal): Promise<IndexPage>
  /** Never marks the message as read; neighbours are those in that index. A large one is withheld unless `opens`. */
  message(ref: MessageRef, query: IndexQuery, opens: boolean): Promise<MessageView>
  change(mailbox: string, change: { readonly action: MessageAction; readonly messages: readonly string[]; readonly target?: string }): Promise<Moved | undefined>
}
