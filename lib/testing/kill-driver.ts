import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { verifyAccount } from '#lib/mail-store/disk/verify-account.ts'
import type { ChildLine } from './kill-child.ts'
import { KillLedger } from './kill-ledger.ts'

export interface KillReport {
  readonly kills: number
  /** Messages whose append was acknowledged. */
  readonly acknowledged: number
  /** Milliseconds from opening the store to its first answer, each restart. */
  readonly restarts: readonly number[]
  /** Sentences about everything that should not be; none when all is well. */
  readonly faults: readonly string[]
}

/**
 * Kills a process that works on a disk store, again and again at random moments, and compares after each kill what it acknowledged
 * with what is there. The directory is left behind for a look when there are faults.
 */
export async function runKills(kills: number, longest = 300): Promise<KillReport> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-kill-'))
  const ledger = new KillLedger()
  const restarts: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    // Every other one from the first acknowledgement on, so that there is something to lose however slow the machine.
    restarts.push(await killOnce(directory, ledger, { delay: randomInt(longest), after: kill % 2 ? 'done' : 'ready' }))
    await compare(directory, ledger)
  }
  if (ledger.faults.length === 0) rmSync(directory, { recursive: true, force: true })
  return { kills, acknowledged: ledger.acknowledged, restarts, faults: ledger.faults }
}

/** Resolves with the milliseconds that the child took to open the store. */
async function killOnce(directory: string, ledger: KillLedger, { delay, after }: { readonly delay: number; readonly after: 'ready' | 'done' }): Promise<number> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'kill-child.ts'), directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  let opened = 0
  let isTimed = false
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as ChildLine
    if (line[0] === 'ready') opened = line[1]
    else ledger.note(line)
    if (isTimed || line[0] !== after) continue
    isTimed = true
    setTimeout(() => child.kill('SIGKILL'), delay)
  }
  if ((await ended) !== 'SIGKILL') throw new Error('The child ended by itself')
  return opened
}

async function compare(directory: string, ledger: KillLedger): Promise<void> {
  const stores = await openDiskStores(directory, {})
  try {
    const store = await stores.of('alice')
    for (const name of ['INBOX', 'Other']) {
      const mailbox = await store.mailbox(name)
      if (mailbox) await ledger.read(mailbox)
      else ledger.faults.push(`${name} is gone`)
    }
    ledger.settle()
  } finally {
    await stores.close()
  }
  ledger.faults.push(...(await verifyAccount(join(directory, 'alice'))))
}

if (import.meta.main) {
  const report = await runKills(Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 300))
  const restarts = [...report.restarts].sort((a, b) => a - b)
  const p95 = restarts[Math.floor(restarts.length * 0.95)] ?? 0
  console.log(`${report.kills} kills, ${report.acknowledged} acknowledged, ${report.faults.length} faults, store open p95 ${p95} ms`)
  for (const fault of report.faults) console.log(fault)
  process.exitCode = report.faults.length === 0 ? 0 : 1
}
