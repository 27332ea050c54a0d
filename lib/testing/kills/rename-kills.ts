import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { verifyAccount } from '#lib/mail-store/disk/verify-account.ts'

/** Longest wait from an acknowledgement to the kill, in milliseconds: some renames. */
const LONGEST = 60

/** Kills a process that renames a mailbox with so many below it to and fro. After each kill all of them have one of the two names above them. Answers sentences about what is wrong. */
export async function runRenameKills(children: number, kills: number): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-rename-kill-'))
  const faults: string[] = []
  const stores = await openDiskStores(directory)
  const store = await stores.of('alice')
  await store.create('Here')
  await Promise.all(Array.from({ length: children }, (_, number) => store.create(`Here/${number}`)))
  await stores.close()
  for (let kill = 0; kill < kills; kill++) {
    await killOnce(directory)
    faults.push(...(await halvesOf(directory, children + 1)), ...(await verifyAccount(join(directory, 'alice'))))
  }
  if (faults.length === 0) rmSync(directory, { recursive: true, force: true })
  return faults
}

async function killOnce(directory: string): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'rename-child.ts'), directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  let isTimed = false
  for await (const _ of createInterface({ input: child.stdout })) {
    if (!isTimed) setTimeout(() => child.kill('SIGKILL'), randomInt(LONGEST))
    isTimed = true
  }
  if ((await ended) !== 'SIGKILL') throw new Error('The child ended by itself')
}

async function halvesOf(directory: string, all: number): Promise<readonly string[]> {
  const stores = await openDiskStores(directory)
  const names = (await (await stores.of('alice')).mailboxes()).map(({ name }) => name).filter((name) => /^(?:Here|There)(?:\/|$)/.test(name))
  await stores.close()
  const here = names.filter((name) => name.startsWith('Here')).length
  return [...(here !== 0 && here !== names.length ? [`${here} of ${names.length} mailboxes have their old name`] : []), ...(names.length === all ? [] : [`${names.length} mailboxes of ${all} are there`])]
}

if (import.meta.main) {
  const faults = await runRenameKills(Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 20))
  console.log(`${faults.length} faults`)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
