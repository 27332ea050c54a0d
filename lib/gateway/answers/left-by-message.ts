import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { openMessage } from '../open-message.ts'
import { keepListLeft, type KeptAnswers } from './kept-answers.ts'

/** What was sent, from the page of which message. */
export interface SentFrom {
  readonly original: MessageRef
  /** The addresses that the server took. */
  readonly accepted: readonly string[]
}

/** They have left a list where what they sent went to an address by which its message says that it is left (RFC 2369 §3.2). A message that is gone says nothing any more. */
export async function keepLeftByMessage(connections: AccountConnections, answers: KeptAnswers, { original, accepted }: SentFrom): Promise<void> {
  try {
    // Of a header alone everything is known; no text is fetched for it.
    const { list, envelope } = await openMessage(connections, original, { markSeen: false, askAbove: 0 })
    const taken = new Set(accepted.map((address) => address.toLowerCase()))
    const ways = list?.ways.flatMap((way) => (way.command === 'unsubscribe' && 'mail' in way ? [way.mail.to.toLowerCase()] : [])) ?? []
    const told = ways.find((address) => taken.has(address))
    if (list && told !== undefined) await keepListLeft(answers, { list, from: envelope.from, by: told })
  } catch (error) {
    answers.log.info('list not marked as left', { failure: error instanceof Error ? error.message : String(error) })
  }
}
