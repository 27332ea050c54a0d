import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { toUidValidity, type Uid, type UidValidity } from '#lib/mail/uid.ts'
import type { ImapFlow, MailboxObject } from 'imapflow'

/** Some messages of one mailbox in one incarnation. */
export interface MessageSet {
  readonly mailbox: string
  readonly uidValidity: UidValidity
  /** At least one. */
  readonly uids: readonly Uid[]
}

/** The set of that one message. */
export function setOf({ mailbox, uidValidity, uid }: MessageRef): MessageSet {
  return { mailbox, uidValidity, uids: [uid] }
}

/** The mailbox that is selected on a lent connection. */
export function selected(client: ImapFlow): MailboxObject {
  if (client.mailbox === false) throw new GatewayError('no-such-mailbox')
  return client.mailbox
}

/** The UIDVALIDITY of the selected mailbox; a server that names none gets 1, as if it never changed. */
export function uidValidityOf(client: ImapFlow): UidValidity {
  const value = Number(selected(client).uidValidity ?? 1)
  return value >= 1 && value <= 0xffffffff ? toUidValidity(value) : toUidValidity(1)
}

/** Throws GatewayError 'mailbox-replaced' when UIDVALIDITY changed under the page (RFC 9051 §2.3.1.1): its UIDs name other messages now. */
export function requireSameMailbox(client: ImapFlow, { uidValidity }: Pick<MessageRef, 'uidValidity'>): void {
  if (uidValidityOf(client) !== uidValidity) throw new GatewayError('mailbox-replaced')
}

/** Throws GatewayError 'refused' where the server let us only read. */
export function requireWritable(client: ImapFlow): void {
  if (selected(client).readOnly === true) throw new GatewayError('refused', 'the mailbox is read-only')
}

/** The UIDs as a sequence set, neighbours joined: `1:3,7`. */
export function uidSet(uids: readonly Uid[]): string {
  const sorted = [...new Set(uids)].sort((a, b) => a - b)
  const ranges: [number, number][] = []
  for (const uid of sorted) {
    const last = ranges.at(-1)
    if (last && last[1] + 1 === uid) last[1] = uid
    else ranges.push([uid, uid])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}:${to}`)).join(',')
}
