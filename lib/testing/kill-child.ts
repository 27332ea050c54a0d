import { randomInt, randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import type { Uid } from '#lib/mail/uid.ts'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { Mailbox, NewMessage } from '#lib/mail-store/mail-store.ts'

/**
 * Works on the store of one account until it is killed, and says on standard output what it is about to do and what was acknowledged,
 * one JSON array a line: `['try' | 'done', operation, …]`. A line is in the pipe before the next step begins.
 */
export type ChildLine =
  | readonly ['ready', number]
  | readonly ['try', 'append', readonly string[]]
  | readonly ['done', 'append', readonly string[], readonly number[]]
  | readonly ['try' | 'done', 'expunge', readonly string[]]
  | readonly ['try', 'move', readonly string[]]
  | readonly ['done', 'move', readonly string[], readonly number[]]
  | readonly ['try' | 'done', 'flag', readonly string[]]

const WORKERS = 4

interface Known {
  readonly id: string
  readonly uid: Uid
}

async function work(inbox: Mailbox, other: Mailbox): Promise<never> {
  const mine: Known[] = []
  for (;;) {
    const dice = randomInt(10)
    if (dice < 6 || mine.length < 3) mine.push(...(await append(inbox, randomInt(8) === 0 ? 3 : 1)))
    else if (dice < 8) await flag(inbox, mine)
    else if (dice < 9) await expunge(inbox, mine.splice(randomInt(mine.length), 1))
    else await move(inbox, mine.splice(0, 2), other)
  }
}

async function append(inbox: Mailbox, count: number): Promise<readonly Known[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  say(['try', 'append', ids])
  const uids = await inbox.append(messages(ids))
  say(['done', 'append', ids, uids])
  return uids.map((uid, index) => ({ id: ids[index] ?? '', uid }))
}

async function flag(inbox: Mailbox, mine: readonly Known[]): Promise<void> {
  const { id, uid } = mine[randomInt(mine.length)] as Known
  say(['try', 'flag', [id]])
  await inbox.changeFlags([uid], { operation: 'add', flags: ['\\Flagged', `k${randomInt(5)}`] })
  say(['done', 'flag', [id]])
}

async function expunge(inbox: Mailbox, chosen: readonly Known[]): Promise<void> {
  const ids = chosen.map(({ id }) => id)
  const uids = chosen.map(({ uid }) => uid)
  say(['try', 'expunge', ids])
  await inbox.changeFlags(uids, { operation: 'add', flags: ['\\Deleted'] })
  await inbox.expunge(uids)
  say(['done', 'expunge', ids])
}

async function move(inbox: Mailbox, chosen: readonly Known[], other: Mailbox): Promise<void> {
  const ids = chosen.map(({ id }) => id)
  say(['try', 'move', ids])
  const pairs = await inbox.move(chosen.map(({ uid }) => uid), other)
  say(['done', 'move', ids, pairs.map(({ to }) => to)])
}

async function* messages(ids: readonly string[]): AsyncGenerator<NewMessage> {
  for (const id of ids) {
    // Below and above the size from which content lies in files.
    const content = ledgerContent(id, randomInt(6) === 0 ? randomInt(66_000, 200_000) : randomInt(20_000))
    yield { flags: [], internalDate: new Date(), size: content.length, content: async function* () {
      for (let at = 0; at < content.length; at += 16_384) yield content.subarray(at, at + 16_384)
    } }
  }
}

/** A message whose octets can be checked by themselves: the id again and again, and the length in its subject. */
export function ledgerContent(id: string, length: number): Buffer {
  return Buffer.from(`Subject: ${id} ${length}\r\n\r\n${`${id}\r\n`.repeat(Math.ceil(length / 38)).slice(0, length)}`)
}

function say(line: ChildLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

if (import.meta.main) {
  const begun = performance.now()
  const stores = await openDiskStores(process.argv[2] ?? '', {})
  const store = await stores.of('alice')
  const [inbox, other] = [await store.mailbox('INBOX'), (await store.mailbox('Other')) ?? (await store.create('Other'))]
  if (!inbox) throw new Error('There is no INBOX')
  say(['ready', Math.round(performance.now() - begun)])
  await Promise.all(Array.from({ length: WORKERS }, () => work(inbox, other)))
}
