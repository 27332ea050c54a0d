import { hasFlag } from '#lib/mail/flags.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { toUid } from '#lib/mail/uid.ts'
import { firstValue, parseHeader } from '#lib/mime/header.ts'
import type { AccountConnections } from '../account-connections.ts'
import { storeFlags } from '../operations/change-flags.ts'
import { fetchMessages, headerFields } from '../reading/fetch.ts'
import { PLAIN_SUMMARY_ITEMS, summarize } from '../reading/message-summary.ts'
import { requireSameMailbox, requireWritable, selected, uidSet, uidValidityOf, type MessageSet } from '../same-mailbox.ts'

/** A message that has a keyword. */
export interface MarkedMessage {
  readonly ref: MessageRef
  readonly flags: readonly string[]
  /** As it stands in its header; '' where it has none. */
  readonly messageId: string
  readonly summary: MessageSummary
}

/** More than anybody looks at; the oldest come first. */
const MOST = 1000
/** Without the fields that every summary has. */
const [, ...STATE] = PLAIN_SUMMARY_ITEMS.toReversed()
const ITEMS = [...STATE, headerFields(['DATE', 'FROM', 'TO', 'SUBJECT', 'MESSAGE-ID'])]

/** The messages of a mailbox that have that keyword, oldest first. */
export async function findMarked(connections: AccountConnections, mailbox: string, keyword: string): Promise<readonly MarkedMessage[]> {
  return connections.use(mailbox, async (client) => {
    const uids = await client.search({ keyword }, { uid: true })
    // imapflow answers false where the server said NO, as to a keyword that the mailbox cannot have.
    if (!uids || uids.length === 0) return []
    const uidValidity = uidValidityOf(client)
    const fetched = await fetchMessages(client, { by: 'uid', set: uidSet(uids.slice(0, MOST).map(toUid)) }, ITEMS)
    return fetched.filter(({ flags }) => hasFlag(flags, keyword)).map((message) => ({
      ref: { mailbox, uidValidity, uid: toUid(message.uid) },
      flags: message.flags,
      messageId: firstValue(parseHeader(message.sections.get('HEADER') ?? new Uint8Array(0)), 'message-id')?.trim() ?? '',
      summary: summarize(message, undefined, uidValidity),
    }))
  })
}

/** Gives those messages the keywords. Throws GatewayError 'refused' with its reason where the mailbox keeps none for good (PERMANENTFLAGS, RFC 9051 §7.1), 'mailbox-replaced'. */
export async function markMessages(connections: AccountConnections, set: MessageSet, keywords: readonly string[]): Promise<void> {
  await connections.use(set.mailbox, async (client) => {
    requireSameMailbox(client, set)
    requireWritable(client)
    const kept = [...(selected(client).permanentFlags ?? [])]
    if (!kept.includes('\\*') && !keywords.every((keyword) => hasFlag(kept, keyword))) throw new GatewayError('refused', 'keywords', { refusal: { name: 'keywords-refused' } })
    await storeFlags(client, uidSet(set.uids), { operation: 'add', flags: keywords })
  })
}
