import { hasFlag } from '#lib/mail/flags.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { toUid, type Uid } from '#lib/mail/uid.ts'
import type { ImapFlow } from 'imapflow'
import { createHash } from 'node:crypto'
import type { AccountConnections } from '../account-connections.ts'
import { storeFlags } from '../operations/change-flags.ts'
import { expungeUids } from '../operations/expunge-uids.ts'
import { fetchMessages, SIZE, UID } from '../reading/fetch.ts'
import { readContent } from '../reading/part-content.ts'
import { requireSameMailbox, requireWritable, selected } from '../same-mailbox.ts'
import { appendLargeMessage, type LargeMessage } from './append-connection.ts'
import { removeMessage } from './remove-message.ts'
import { fetchState } from './stored-message.ts'

/**
 * Puts a changed message in the place of a stored one, with its flags and its date. The old one goes only when the new one has been read
 * back from the server octet for octet; whatever fails before leaves the old one as it was, and at the worst both are there. Answers where
 * the new one is. Throws GatewayError as appendLargeMessage does, and 'refused', 'no-such-message', 'mailbox-replaced'.
 */
export async function replaceMessage(connections: AccountConnections, ref: MessageRef, message: LargeMessage): Promise<MessageRef> {
  const uidNext = await connections.use(ref.mailbox, async (client) => selected(client).uidNext)
  const written = createHash('sha256')
  const told = await appendLargeMessage(connections, ref.mailbox, { ...message, content: (lost) => hashed(message.content(lost), written) })
  const fresh = await findFresh(connections, ref, { told, from: Number(uidNext) || 1, size: message.size, digest: written.digest('hex') })
  try {
    await requireKept(connections, fresh, message)
  } catch (error) {
    await withdraw(connections, fresh)
    throw error
  }
  await removeOld(connections, ref, fresh, message.flags)
  return fresh
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk)
    yield chunk
  }
}

interface Expected {
  readonly told: MessageRef | undefined
  /** The least UID that it can have. */
  readonly from: number
  readonly size: number
  readonly digest: string
}

/** The appended message as the server gives it back, the same octet for octet. Where the server did not say which, one among those that came since. */
async function findFresh(connections: AccountConnections, { mailbox, uidValidity }: MessageRef, { told, from, size, digest }: Expected): Promise<MessageRef> {
  const fresh = await connections.use(mailbox, async (client) => {
    requireSameMailbox(client, { uidValidity })
    const candidates = told ? [told.uid] : await uidsOfSize(client, from, size)
    for (const uid of candidates) if ((await digestOf(client, uid)) === digest) return { mailbox, uidValidity, uid }
    return undefined
  })
  if (fresh) return fresh
  if (told) await withdraw(connections, told)
  throw new GatewayError('refused', 'the appended message is not the one that was sent')
}

async function uidsOfSize(client: ImapFlow, from: number, size: number): Promise<readonly Uid[]> {
  const found = await fetchMessages(client, { by: 'uid', set: `${from}:*` }, [UID, SIZE])
  return found.filter((message) => message.uid >= from && message.size === size).map(({ uid }) => toUid(uid))
}

async function digestOf(client: ImapFlow, uid: Uid): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of readContent(client, { uid, section: '' })) hash.update(piece)
  return hash.digest('hex')
}

/** The new message has the flags and the date of the old one; flags that the server left out are set once more. */
async function requireKept(connections: AccountConnections, fresh: MessageRef, { flags, internalDate }: LargeMessage): Promise<void> {
  await connections.use(fresh.mailbox, async (client) => {
    requireSameMailbox(client, fresh)
    const missing = lacking((await fetchState(client, fresh.uid)).flags, flags)
    if (missing.length > 0) await storeFlags(client, String(fresh.uid), { operation: 'add', flags: missing })
    const kept = await fetchState(client, fresh.uid)
    if (lacking(kept.flags, flags).length > 0) throw new GatewayError('refused', 'flags were not kept')
    if (internalDate && kept.internalDate && Math.abs(kept.internalDate.getTime() - internalDate.getTime()) >= 1000) throw new GatewayError('refused', 'the date was not kept')
  })
}

function lacking(present: readonly string[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((flag) => !hasFlag(present, flag))
}

/**
 * Removes the old message, and takes over what became of its flags meanwhile. One that somebody else has removed or moved in the meantime is
 * not to come back: then the new one goes.
 */
async function removeOld(connections: AccountConnections, ref: MessageRef, fresh: MessageRef, flags: readonly string[]): Promise<void> {
  const isThere = await connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    requireWritable(client)
    const old = await fetchState(client, ref.uid).catch((error: unknown) => {
      if (isGatewayError(error) && error.failure === 'no-such-message') return undefined
      throw error
    })
    if (!old) return false
    const [come, gone] = [lacking(flags, old.flags), lacking(old.flags, flags)]
    if (come.length > 0) await storeFlags(client, String(fresh.uid), { operation: 'add', flags: come })
    if (gone.length > 0) await storeFlags(client, String(fresh.uid), { operation: 'remove', flags: gone })
    await expungeUids(client, [ref.uid])
    return true
  })
  if (isThere) return
  await withdraw(connections, fresh)
  throw new GatewayError('no-such-message')
}

/** Takes the new message back, as far as the server lets us: the old one is still there, so that at the worst there are two. */
async function withdraw(connections: AccountConnections, fresh: MessageRef): Promise<void> {
  await removeMessage(connections, fresh).catch(() => undefined) // the failure that led here is the one to tell
}
