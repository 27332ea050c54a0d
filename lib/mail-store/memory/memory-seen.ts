import { withSeen } from '../flag-list.ts'
import type { MessageMeta } from '../mail-store.ts'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'

interface Sight {
  readonly seen: boolean
  readonly modSeq: ModSeq
}

/** What the readers of one mailbox, who are not its owner, have seen of it. */
export class MemorySeen {
  readonly #readers = new Map<string, Map<Uid, Sight>>()

  /** The messages as the reader sees them; the owner is ''. */
  apply<Meta extends MessageMeta>(metas: readonly Meta[], reader: string): readonly Meta[] {
    if (reader === '') return metas
    const sights = this.#readers.get(reader)
    return metas.map((meta) => {
      const { seen, modSeq } = sights?.get(meta.uid) ?? { seen: false, modSeq: meta.modSeq }
      return { ...meta, flags: withSeen(meta.flags, seen), modSeq: modSeq > meta.modSeq ? modSeq : meta.modSeq }
    })
  }

  set(reader: string, uids: readonly Uid[], sight: Sight): void {
    const sights = this.#readers.get(reader) ?? new Map<Uid, Sight>()
    this.#readers.set(reader, sights)
    for (const uid of uids) sights.set(uid, sight)
  }

  /** Who has marked or unmarked anything. */
  get readers(): readonly string[] {
    return [...this.#readers.keys()]
  }

  isSeen(reader: string, uid: Uid): boolean {
    return this.#readers.get(reader)?.get(uid)?.seen ?? false
  }
}
