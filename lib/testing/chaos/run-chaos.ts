/** `npm run chaos -- [ROUNDS] [SEED]`: compositions that somebody writes while everything around breaks. Ends with 1 when a word was lost or something was sent twice. */
import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SubmissionServer } from '../fakes/submission-server.ts'
import { SeededRandom } from '../fuzz/random.ts'
import { endServe, readyLine, spawnServe } from '../processes/serve-child.ts'
import { addSoleUser } from '../processes/sole-user.ts'
import { ImapCutter } from './imap-cutter.ts'
import { KilledGateway } from './killed-gateway.ts'
import { MailRoom } from './mail-room.ts'
import { ChaosRound, type ChaosSite } from './play-round.ts'

export interface Chaos {
  readonly rounds: number
  readonly kills: number
  /** How often each kind of fault struck. */
  readonly struck: Readonly<Record<string, number>>
  /** How often the connection was cut right behind an APPEND: before the answer came, or before the old draft was removed. */
  readonly appendsCut: number
  readonly sent: number
  /** What went wrong, in words. */
  readonly faults: readonly string[]
}

/** Nobody looks further behind once so much is wrong. */
const ENOUGH = 20

/** Plays so many rounds against a mail server, a gateway and a submission server over sockets. The same seed decides the same. */
export async function playChaos(rounds: number, seed: number): Promise<Chaos> {
  const data = await mkdtemp(join(tmpdir(), 'postern-chaos-'))
  await addSoleUser(data, '30M')
  const mail = spawnServe(['mail'], data)
  mail.stderr.resume()
  const { services } = (await readyLine(mail)) as { readonly services: { readonly imap: { readonly port: number } } }
  const cutter = new ImapCutter(services.imap.port)
  const submissions = new SubmissionServer()
  const gateway = new KilledGateway(join(data, 'web'), await cutter.listen(), await submissions.listen())
  const room = await MailRoom.open(services.imap.port)
  try {
    await gateway.start()
    return await play({ gateway, cutter, room, submissions }, rounds, seed)
  } finally {
    await room.close()
    await gateway.kill()
    await cutter.close()
    await submissions.close()
    await endServe(mail)
    await rm(data, { recursive: true, force: true })
  }
}

async function play(site: ChaosSite, rounds: number, seed: number): Promise<Chaos> {
  const random = new SeededRandom(seed)
  const faults: string[] = []
  const struck: Record<string, number> = {}
  let [played, sent] = [0, 0]
  for (; played < rounds && faults.length < ENOUGH; played += 1) {
    const round = new ChaosRound(site, random, `chaos-${seed}-${played}`)
    faults.push(...(await round.play()))
    for (const fault of round.faults) struck[fault] = (struck[fault] ?? 0) + 1
    sent += site.submissions.received.splice(0).length
    if (played % 100 === 99) process.stderr.write(`${played + 1} rounds, ${faults.length} faults\n`)
    if (played % 10 === 9) for (const mailbox of ['Drafts', 'Sent']) await site.room.empty(mailbox)
  }
  return { rounds: played, kills: site.gateway.kills, struck, appendsCut: site.cutter.struck, sent, faults }
}

if (import.meta.main) {
  const [rounds = 1000, seed = randomInt(1_000_000)] = process.argv.slice(2).map(Number)
  const begun = performance.now()
  const { faults, kills, struck, appendsCut, sent, rounds: played } = await playChaos(rounds, seed)
  console.log(`seed ${seed}: ${played} rounds in ${Math.round((performance.now() - begun) / 1000)} s, ${kills} kills, ${appendsCut} appends cut off, ${sent} sent, ${faults.length} faults; ${JSON.stringify(struck)}`)
  for (const fault of faults) console.log(fault)
  process.exitCode = faults.length === 0 ? 0 : 1
}
