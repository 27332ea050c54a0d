import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyAccount } from '#lib/mail-store/disk/verify-account.ts'
import { BenchImap } from '#lib/cli/bench/imap-client.ts'
import { ConversationClient, WHOLE } from '../conversation-client.ts'
import { LmtpClient } from '../corpus/lmtp-client.ts'
import { connectTo } from '../imap-fixture.ts'
import { endServe, readyLine, spawnServe } from '../processes/serve-child.ts'
import { addSoleUser } from '../processes/sole-user.ts'
import { AcknowledgedLedger } from './acknowledged-ledger.ts'

/** How long the server works at most before it is killed, in milliseconds. */
const LONGEST = 1500

interface Ready {
  readonly pids: { readonly mail: number }
  readonly services: { readonly imap: { readonly port: number }; readonly lmtp: { readonly port: number } }
}

/**
 * Kills a whole mail server, again and again at random moments, while messages come in by APPEND and LMTP, and compares after each kill what it
 * has acknowledged with what is there. The data stays for a look when there are faults.
 */
export async function killServer(kills: number): Promise<{ readonly acknowledged: number; readonly restarts: readonly number[]; readonly faults: readonly string[] }> {
  const data = await mkdtemp(join(tmpdir(), 'postern-kills-'))
  await addSoleUser(data)
  const ledger = new AcknowledgedLedger()
  const restarts: number[] = []
  for (let kill = 0; kill < kills && ledger.faults.length === 0; kill++) restarts.push(await workUntilKilled(data, ledger))
  await inspect(data, ledger)
  // What a kill leaves half done is put in order at the start, so this comes after the last one.
  ledger.faults.push(...(await verifyAccount(join(data, 'mail', 'ann'))))
  if (ledger.faults.length === 0) await rm(data, { recursive: true, force: true })
  return { acknowledged: ledger.acknowledged, restarts, faults: ledger.faults }
}

/** Starts the server, compares, lets it work and kills it. Answers the milliseconds from its start to the first LOGIN. */
async function workUntilKilled(data: string, ledger: AcknowledgedLedger): Promise<number> {
  const { ready, child, opened, client } = await start(data)
  await compare(client, ledger)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const work = [byAppend(ready, ledger), byAppend(ready, ledger), byLmtp(ready, ledger), byLmtp(ready, ledger)]
  setTimeout(() => process.kill(ready.pids.mail, 'SIGKILL'), randomInt(LONGEST))
  await Promise.all(work)
  await endServe(child)
  await ended
  return opened
}

async function inspect(data: string, ledger: AcknowledgedLedger): Promise<void> {
  const { child, client } = await start(data)
  await compare(client, ledger)
  await endServe(child)
}

async function start(data: string) {
  const begun = performance.now()
  const child = spawnServe(['mail'], data)
  child.stderr.resume()
  const ready = (await readyLine(child)) as Ready
  const client = await BenchImap.open(ready.services.imap.port)
  await client.command('LOGIN ann secret')
  return { ready, child, client, opened: performance.now() - begun }
}

async function signIn({ services }: Ready): Promise<ConversationClient> {
  const client = new ConversationClient(await connectTo(services.imap.port), WHOLE)
  await client.line()
  await client.says('a LOGIN ann secret\r\n')
  await answerTo(client, 'a')
  return client
}

/** All lines up to the tagged one, which is OK. Throws when the connection ends before. */
async function answerTo(client: ConversationClient, tag: string): Promise<readonly string[]> {
  const lines: string[] = []
  for (let line = await client.line(); line !== undefined; line = await client.line()) {
    lines.push(line)
    if (line.startsWith(`${tag} OK`)) return lines
    if (line.startsWith(`${tag} `)) throw new Error(line)
  }
  throw new Error('The connection has ended')
}

async function compare(client: BenchImap, ledger: AcknowledgedLedger): Promise<void> {
  const status = (await client.command('SELECT INBOX')).toString('latin1')
  const isEmpty = status.includes('* 0 EXISTS')
  const messages = isEmpty ? new Map<number, Buffer>() : fetched(await client.command('UID FETCH 1:* BODY.PEEK[]'))
  ledger.compare({ uidValidity: /UIDVALIDITY (\d+)/.exec(status)?.[1] ?? '', uidNext: Number(/UIDNEXT (\d+)/.exec(status)?.[1]), messages })
  client.close()
}

/** The messages of a reply to FETCH by their UIDs. */
function fetched(reply: Buffer): ReadonlyMap<number, Buffer> {
  const messages = new Map<number, Buffer>()
  for (let at = 0; ; ) {
    const [head, uid, size] = /^\* \d+ FETCH \(UID (\d+) BODY\[\] \{(\d+)\}\r\n/.exec(reply.toString('latin1', at, at + 100)) ?? []
    if (head === undefined) return messages
    const end = at + head.length + Number(size)
    messages.set(Number(uid), reply.subarray(at + head.length, end))
    at = end + ')\r\n'.length
  }
}

/** Mostly small, some of them beyond what lies in packs. */
function lineCount(): number {
  return randomInt(8) === 0 ? randomInt(1800, 4000) : randomInt(300)
}

async function byAppend(ready: Ready, ledger: AcknowledgedLedger): Promise<void> {
  await untilItEnds(async () => {
    const client = await signIn(ready)
    for (;;) {
      const { id, octets } = ledger.next(lineCount())
      await client.says(`d APPEND INBOX {${octets.length}+}\r\n${octets.toString('latin1')}\r\n`)
      const uid = /APPENDUID \d+ (\d+)/.exec((await answerTo(client, 'd')).at(-1) ?? '')?.[1]
      ledger.acknowledge(id, Number(uid))
    }
  })
}

async function byLmtp(ready: Ready, ledger: AcknowledgedLedger): Promise<void> {
  await untilItEnds(async () => {
    const client = await LmtpClient.open(ready.services.lmtp.port)
    for (;;) {
      const { id, octets } = ledger.next(lineCount())
      await client.deliver('ann@localhost', octets)
      ledger.acknowledge(id)
    }
  })
}

/** The server is killed in the middle: whatever goes wrong then is what was asked for. */
async function untilItEnds(work: () => Promise<never>): Promise<void> {
  await work().catch(() => undefined)
}

if (import.meta.main) {
  const kills = Number(process.argv[2] ?? 200)
  const { acknowledged, restarts, faults } = await killServer(kills)
  const sorted = [...restarts].sort((a, b) => a - b)
  console.log(`${restarts.length} kills, ${acknowledged} acknowledged, ${faults.length} faults; from start to first LOGIN p95 ${Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0)} ms`)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 && acknowledged > 0 ? 0 : 1
}
