import { createHash } from 'node:crypto'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { emailIdOf } from '../object-id.ts'
import { checkAnnouncedSize, exactContent } from '../incoming-content.ts'
import type { NewMessage } from '../mail-store.ts'
import type { QuotaRoom } from '../quota-ledger.ts'
import type { StoreOptions } from '../store-options.ts'

/** A message that has come in whole and waits for its UID. */
export interface TakenMessage {
  readonly flags: readonly string[]
  readonly internalDate: number
  readonly zone: number
  readonly content: Uint8Array
  readonly digest: MessageDigest
  readonly emailId: string
}

/** Reads every message into memory, its announced size being promised in `room` first; `release` gives the promises back. `freed` octets will be given back with them. */
export async function takeMessages(messages: AsyncIterable<NewMessage>, { room, options, freed = 0 }: { readonly room: QuotaRoom; readonly options: StoreOptions; readonly freed?: number }): Promise<{ messages: readonly TakenMessage[]; release: () => void }> {
  const taken: TakenMessage[] = []
  let reserved = 0
  const release = (): void => room.ledger.release(reserved)
  try {
    for await (const message of messages) {
      const promise = (octets: number, size: number): void => {
        checkAnnouncedSize(size, options.messageSize)
        room.ledger.reserve(octets, room.size() - freed, room.limits.storage)
        reserved += octets
      }
      promise(message.size ?? 0, message.size ?? 0)
      taken.push(await takeMessage(message, message.size === undefined ? promise : undefined))
    }
  } catch (error) {
    release()
    throw error
  }
  return { messages: taken, release }
}

async function takeMessage(message: NewMessage, promise: ((octets: number, size: number) => void) | undefined): Promise<TakenMessage> {
  let size = 0
  const digester = new MessageDigester()
  const hash = createHash('sha256')
  const chunks: Uint8Array[] = []
  for await (const chunk of exactContent(message)) {
    size += chunk.length
    promise?.(chunk.length, size)
    digester.write(chunk)
    hash.update(chunk)
    chunks.push(chunk)
  }
  return { flags: message.flags, internalDate: message.internalDate.getTime(), zone: message.zone ?? 0, content: new Uint8Array(Buffer.concat(chunks)), digest: digester.end(), emailId: emailIdOf(hash.digest()) }
}
