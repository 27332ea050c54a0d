import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { verifyAccount } from '#lib/mail-store/disk/verify-account.ts'

/** Creations under way at once in the child: so many may be there without having been acknowledged. */
const UNDER_WAY = 4

export interface CreateKillReport {
  readonly kills: number
  /** Mailboxes that were there at the end. */
  readonly created: number
  /** Sentences about everything that should not be; none when all is well. */
  readonly faults: readonly string[]
}

/**
 * Kills a process that creates so many mailboxes, each time when it has created some `stride` more, until all are there. After each kill the list of mailboxes is
 * compared with what was acknowledged: all of that is there, with its subscription and quota root, and next to nothing else.
 */
export async function runCreateKills(mailboxes: number, stride: number): Promise<CreateKillReport> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-create-kill-'))
  const done = new Set<number>()
  const validities = new Map<string, number>()
  const faults: string[] = []
  let kills = 0
  for (let first = 1; first <= mailboxes; ) {
    if (await createUntilKilled(directory, { first, last: mailboxes, after: randomInt(1, 2 * stride), done })) kills++
    const found = await compare(directory, { done, validities, faults })
    // What was under way is done or not; either way its name is not tried again.
    first = Math.max(first, ...done, ...found) + 1
  }
  if (faults.length === 0) rmSync(directory, { recursive: true, force: true })
  return { kills, created: validities.size, faults }
}

interface Creation {
  readonly first: number
  readonly last: number
  /** Acknowledgements before the kill. */
  readonly after: number
  readonly done: Set<number>
}

/** True when the child was killed, false when it had nothing left to do. */
async function createUntilKilled(directory: string, { first, last, after, done }: Creation): Promise<boolean> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'create-child.ts'), directory, String(first), String(last)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  let heard = 0
  for await (const line of createInterface({ input: child.stdout })) {
    done.add(Number(line))
    if (++heard === after) child.kill('SIGKILL')
  }
  return (await ended) === 'SIGKILL'
}

interface Knowledge {
  readonly done: ReadonlySet<number>
  /** UIDVALIDITYs by names, of everything that has ever been found. */
  readonly validities: Map<string, number>
  readonly faults: string[]
}

/** The numbers of the mailboxes that are there. */
async function compare(directory: string, { done, validities, faults }: Knowledge): Promise<readonly number[]> {
  const stores = await openDiskStores(directory)
  const store = await stores.of('alice')
  const entries = (await store.mailboxes()).filter(({ name }) => name.startsWith('Made/'))
  const [subscribed, roots] = [new Set(await store.subscriptions()), new Map((await store.quota()).map((root) => [root.name, root.messages.limit]))]
  await stores.close()
  faults.push(...(await verifyAccount(join(directory, 'alice'))))
  const found = new Set(entries.map(({ name }) => Number(name.slice('Made/'.length))))
  for (const name of validities.keys()) if (!entries.some((entry) => entry.name === name)) faults.push(`${name} was there and is gone`)
  for (const number of done) {
    const name = `Made/${number}`
    if (!found.has(number)) faults.push(`${name} was acknowledged and is gone`)
    if (number % 3 === 0 && !subscribed.has(name)) faults.push(`${name} has lost its subscription`)
    if (number % 5 === 0 && roots.get(name) !== number) faults.push(`${name} is no quota root any more`)
  }
  const unasked = [...found].filter((number) => !done.has(number) && !validities.has(`Made/${number}`))
  if (unasked.length > UNDER_WAY) faults.push(`${unasked.length} mailboxes are there of which nobody was told`)
  for (const { name, uidValidity } of entries) {
    if ((validities.get(name) ?? uidValidity) !== uidValidity) faults.push(`${name} has another UIDVALIDITY`)
    validities.set(name, uidValidity)
  }
  if (new Set(validities.values()).size !== validities.size) faults.push('two mailboxes have one UIDVALIDITY')
  return [...found]
}

if (import.meta.main) {
  const { kills, created, faults } = await runCreateKills(Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 25))
  console.log(`${kills} kills during the creation of ${created} mailboxes, ${faults.length} faults`)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
