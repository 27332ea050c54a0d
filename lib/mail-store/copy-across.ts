import type { Uid } from '#lib/mail/uid.ts'
import { StoreProblem, type Mailbox, type MessageMeta, type NewMessage, type UidPair } from './mail-store.ts'

/** Copies between accounts, or between kinds of stores: content is read and appended again, all or none. What has gone is left out, or else StoreProblem 'no-such-message' thrown. */
export async function copyAcross(from: Mailbox, uids: readonly Uid[], to: Mailbox, gone: 'refused' | 'left out' = 'refused'): Promise<readonly UidPair[]> {
  const copied: Uid[] = []
  async function* messages(): AsyncGenerator<NewMessage> {
    for (const uid of distinct(uids)) {
      const meta = await metaOf(from, uid)
      if (!meta && gone === 'refused') throw new StoreProblem('no-such-message')
      if (!meta) continue
      copied.push(uid)
      yield { flags: meta.flags, internalDate: new Date(meta.internalDate), zone: meta.zone, size: meta.size, content: () => from.content(uid) }
    }
  }
  const added = await to.append(messages())
  return added.map((uid, index) => ({ from: copied[index] as Uid, to: uid }))
}

async function metaOf(mailbox: Mailbox, uid: Uid): Promise<MessageMeta | undefined> {
  for await (const [meta] of mailbox.messages([uid], [])) return meta
  return undefined
}

/** The UIDs in their order, each once. */
export function distinct(uids: readonly Uid[]): readonly Uid[] {
  return [...new Set(uids)]
}

/** The UIDs ascending, each once; the array itself when it already is so. */
export function ascending(uids: readonly Uid[]): readonly Uid[] {
  for (let index = 1; index < uids.length; index++) {
    if ((uids[index - 1] as Uid) >= (uids[index] as Uid)) return [...new Set(uids)].sort((a, b) => a - b)
  }
  return uids
}
