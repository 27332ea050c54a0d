import { GatewayError } from '#lib/mail/gateway-error.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { toUid, type Uid } from '#lib/mail/uid.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import type { OrderRequest } from '../order/mailbox-order.ts'
import { OrderedIndex } from '../order/ordered-index.ts'
import { fetchMessages, UID } from '../reading/fetch.ts'
import { mailboxState } from '../reading/mailbox-state.ts'
import { selected } from '../same-mailbox.ts'

/** The messages beside one in an index: `previous` stands above it, `next` below. */
export interface Neighbours {
  readonly previous?: string
  readonly next?: string
}

/** A message where it stood in the order of arrival when it was read. */
export interface StandingMessage {
  readonly ref: MessageRef
  readonly sequence: number
}

/** The neighbours of a message of the selected mailbox in the order in which its index was asked for. By arrival this costs three UIDs, however large the mailbox. */
export async function readNeighbours(client: ImapFlow, connections: AccountConnections, { ref, sequence }: StandingMessage, order: OrderRequest): Promise<Neighbours> {
  const isByArrival = order.sort === 'arrival' && order.search.trim() === ''
  const [above, below] = isByArrival ? await besideInArrival(client, ref.uid, sequence) : await besideInOrder(client, connections, ref, order)
  const [previous, next] = isByArrival && order.reverse ? [below, above] : [above, below]
  return { ...named('previous', previous, ref), ...named('next', next, ref) }
}

type Beside = readonly [Uid | undefined, Uid | undefined]

async function besideInArrival(client: ImapFlow, uid: Uid, sequence: number): Promise<Beside> {
  const beside = await besideSequence(client, uid, sequence)
  if (beside) return beside
  // Another one has gone since the message was read, so that it stands elsewhere now.
  const [own] = (await fetchMessages(client, { by: 'uid', set: String(uid) }, [UID])).filter((message) => message.uid === uid)
  if (!own) throw new GatewayError('no-such-message')
  return (await besideSequence(client, uid, own.sequence)) ?? [undefined, undefined]
}

/** Undefined where the message does not stand there. */
async function besideSequence(client: ImapFlow, uid: Uid, sequence: number): Promise<Beside | undefined> {
  const [first, last] = [Math.max(1, sequence - 1), Math.min(selected(client).exists, sequence + 1)]
  const around = await fetchMessages(client, { by: 'sequence', set: `${first}:${Math.max(first, last)}` }, [UID])
  const uidAt = (at: number): Uid | undefined => {
    const found = around.find((message) => message.sequence === at)
    return found && found.uid > 0 ? toUid(found.uid) : undefined
  }
  return uidAt(sequence) === uid ? [uidAt(sequence - 1), uidAt(sequence + 1)] : undefined
}

async function besideInOrder(client: ImapFlow, connections: AccountConnections, ref: MessageRef, order: OrderRequest): Promise<Beside> {
  const state = await mailboxState(client, ref.mailbox)
  const [above, below] = await new OrderedIndex(client, connections, { ...order, mailbox: ref.mailbox }, state).beside(ref.uid)
  return [above === undefined ? undefined : toUid(above), below === undefined ? undefined : toUid(below)]
}

function named(name: keyof Neighbours, uid: Uid | undefined, { uidValidity }: MessageRef): Neighbours {
  return uid === undefined ? {} : { [name]: writeMessageId({ uidValidity, uid }) }
}
