import { StoreProblem, type NewMessage } from './mail-store.ts'

/** The content in its chunks; of any length where none was announced. Throws StoreProblem 'bad-size' at the first octet too many, or at the end when some are missing. */
export async function* exactContent(message: NewMessage): AsyncGenerator<Uint8Array> {
  let remaining = message.size ?? Infinity
  for await (const chunk of message.content()) {
    if (chunk.length > remaining) throw new StoreProblem('bad-size')
    remaining -= chunk.length
    if (chunk.length > 0) yield chunk
  }
  if (message.size !== undefined && remaining > 0) throw new StoreProblem('bad-size')
}

/** Throws StoreProblem for a size that cannot be taken, before the first octet is asked for. */
export function checkAnnouncedSize(size: number, limit: number | undefined): void {
  if (!Number.isSafeInteger(size) || size < 0) throw new StoreProblem('bad-size')
  if (limit !== undefined && size > limit) throw new StoreProblem('too-large')
}
