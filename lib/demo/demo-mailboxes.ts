import { DEFAULT_NAMES, type SpecialUse } from '#lib/mail/special-use.ts'
import { aliceArchive, aliceDrafts, aliceInbox, aliceJunk, aliceLastYear, aliceSent, aliceTrash } from './alice.ts'
import type { DemoMessage } from './message-builder.ts'
import { adminInbox, bobInbox, bobSent, carolInbox, carolSent, team } from './others.ts'

export type { DemoMessage }

/** One mailbox of the demonstration with its messages in the order in which they arrived. */
export interface DemoMailbox {
  readonly account: string
  readonly mailbox: string
  readonly specialUse?: SpecialUse
  readonly messages: Iterable<DemoMessage>
}

const special = (account: string, use: SpecialUse, messages: Iterable<DemoMessage>): DemoMailbox => ({ account, mailbox: DEFAULT_NAMES[use], specialUse: use, messages })

/** Every mailbox that has mail in it; the same octets, flags and dates each time. */
export function* demoMailboxes(): Generator<DemoMailbox> {
  yield { account: 'alice', mailbox: 'INBOX', messages: aliceInbox() }
  yield special('alice', '\\Sent', aliceSent())
  yield special('alice', '\\Drafts', aliceDrafts())
  yield special('alice', '\\Trash', aliceTrash())
  yield special('alice', '\\Junk', aliceJunk())
  yield { account: 'alice', mailbox: 'Archive/2025', messages: aliceLastYear() }
  yield { account: 'alice', mailbox: 'Archive/10000', messages: aliceArchive() }
  yield { account: 'bob', mailbox: 'INBOX', messages: bobInbox() }
  yield special('bob', '\\Sent', bobSent())
  yield { account: 'carol', mailbox: 'INBOX', messages: carolInbox() }
  yield special('carol', '\\Sent', carolSent())
  yield { account: 'admin', mailbox: 'INBOX', messages: adminInbox() }
  yield { account: 'admin', mailbox: 'Team', messages: team() }
}
