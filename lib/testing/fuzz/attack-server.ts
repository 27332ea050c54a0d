import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { appendMessages, sampleMessage, startImapFixture, type ImapFixture } from '../imap-fixture.ts'
import { hostileCommand } from './hostile-command.ts'
import { SeededRandom } from './random.ts'

/** What a client has said when the attack begins. */
const STATES: readonly string[] = ['', 'i LOGIN alice postern-alice\r\n', 'i LOGIN alice postern-alice\r\nj SELECT INBOX\r\n', 'i LOGIN alice postern-alice\r\nj ENABLE IMAP4rev2 QRESYNC UTF8=ACCEPT\r\nk SELECT INBOX\r\n', 'i LOGIN alice postern-alice\r\nj EXAMINE INBOX\r\nk IDLE\r\n']

/** Longer than any literal that is announced and allowed, so that the end of it is reached whatever the attack has begun. */
const CLOSING = `\r\n${'y NOOP\r\n'.repeat(500)}DONE\r\nz LOGOUT\r\n`

/** How long one attack may take, in milliseconds: beyond it hangs. */
const PATIENCE = 20_000

export interface Attacked {
  readonly attacks: number
  /** The longest that one took, in milliseconds. */
  readonly slowest: number
  /** Seeds of attacks that broke a rule, with the rule. */
  readonly faults: readonly string[]
}

/**
 * Sends a hostile command in each state, a connection for each, until `goesOn` says no; attack N is always the same. Whatever comes, the server answers what
 * follows or says BYE before it closes, has no error of its own, and goes on serving others.
 */
export async function attackServer(first: number, goesOn: (attacks: number) => boolean): Promise<Attacked> {
  const fixture = await startImapFixture()
  await appendMessages(await fixture.stores.of('alice'), 'INBOX', Array.from({ length: 5 }, (_, index) => sampleMessage(index)))
  const faults: string[] = []
  let [attacks, slowest] = [0, 0]
  try {
    for (; goesOn(attacks); attacks++) {
      const begun = performance.now()
      const seen = fixture.logged.length
      const fault = await attack(fixture, first + attacks)
      slowest = Math.max(slowest, performance.now() - begun)
      const own = fixture.logged.slice(seen).find((line) => line.includes('"level":"error"'))
      for (const rule of [fault, own]) if (rule !== undefined) faults.push(`attack ${first + attacks}: ${rule}`)
    }
  } finally {
    const isClosed = await Promise.race([fixture.close().then(() => true), delay(PATIENCE / 4, false)])
    if (!isClosed) faults.push(`after attacks ${first} to ${first + attacks}: the server does not come to its end`)
  }
  return { attacks, slowest, faults }
}

/** The rule that was broken, if any. */
async function attack(fixture: ImapFixture, seed: number): Promise<string | undefined> {
  const random = new SeededRandom(seed)
  const command = Buffer.concat([Buffer.from(random.pick(STATES)), hostileCommand(random), Buffer.from(CLOSING)])
  const socket = await fixture.connect()
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard = (heard + chunk.toString('latin1')).slice(-100_000)))
  socket.on('error', () => undefined) // a server that hangs up while it is being spoken to
  const closed = once(socket, 'close')
  await send(socket, command, random)
  const isOver = await Promise.race([closed.then(() => true), delay(PATIENCE, false, { ref: false })])
  socket.destroy()
  if (!isOver) return `hangs after ${JSON.stringify(command.subarray(0, -CLOSING.length).toString('latin1').slice(0, 300))}`
  if (heard.includes('SERVERBUG')) return 'an internal error'
  // From COMPRESS on nothing can be read here.
  return /^\* BYE/m.test(heard) || /DEFLATE/i.test(heard) ? undefined : `closed without a word: ${JSON.stringify(heard.slice(-200))}`
}

/** Whole, or in pieces that end anywhere. */
async function send(socket: Socket, octets: Buffer, random: SeededRandom): Promise<void> {
  if (!random.once(4)) return void socket.write(octets)
  for (let at = 0; at < octets.length; ) {
    const size = 1 + random.below(random.once(2) ? 40 : 4000)
    socket.write(octets.subarray(at, at + size))
    at += size
    await new Promise(setImmediate)
  }
}

if (import.meta.main) {
  const [seconds, first] = [Number(process.argv[2] ?? 60), Number(process.argv[3] ?? Date.now() % 1_000_000_000)]
  const end = Date.now() + seconds * 1000
  const { attacks, slowest, faults } = await attackServer(first, () => Date.now() < end)
  console.log(`${attacks} attacks from ${first} on, ${faults.length} faults, the slowest ${Math.round(slowest)} ms`)
  for (const fault of faults) console.log(fault)
  process.exit(faults.length === 0 ? 0 : 1)
}
