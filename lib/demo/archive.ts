import type { DemoMessage } from './message-builder.ts'
import { CORRESPONDENTS, SENTENCES, TOPICS } from './phrases.ts'
import { Dice } from './random.ts'

export interface ArchivePlan {
  readonly count: number
  readonly seed: number
  /** Milliseconds since 1970 of the first and the last message. */
  readonly from: number
  readonly until: number
  /** `Name <address>`. */
  readonly owner: string
  /** Stands in every Message-ID. */
  readonly label: string
}

interface Letter {
  readonly from: string
  readonly subject: string
  readonly id: string
  /** The ids in front of it in its thread. */
  readonly references: readonly string[]
}

/** How many of the last letters may still be answered: threads stay near each other in time. */
const ANSWERABLE = 40

/** Plain letters between the owner's correspondents and the owner: many senders, subjects and threads, always the same. */
export function* archive(plan: ArchivePlan): Generator<DemoMessage> {
  const dice = new Dice(plan.seed)
  const recent: Letter[] = []
  const step = (plan.until - plan.from) / Math.max(1, plan.count - 1)
  for (let at = 0; at < plan.count; at++) {
    const letter = nextLetter(dice, recent, `${plan.label}.${at + 1}`)
    recent.push(letter)
    if (recent.length > ANSWERABLE) recent.shift()
    // Whole seconds: a Date header has no smaller ones.
    const time = Math.floor((plan.from + step * at) / 1000) * 1000
    yield { flags: flagsFor(dice, at, plan.count), internalDate: new Date(time), content: write(letter, plan.owner, time, dice) }
  }
}

function nextLetter(dice: Dice, recent: readonly Letter[], name: string): Letter {
  const answered = recent.length > 0 && dice.next() < 0.45 ? dice.of(recent) : undefined
  const from = dice.of(CORRESPONDENTS)
  const id = `<${name}@${from.slice(from.lastIndexOf('@') + 1, -1)}>`
  if (!answered) return { from, subject: dice.next() < 0.3 ? `${dice.of(TOPICS)} (${1 + dice.below(60)})` : dice.of(TOPICS), id, references: [] }
  const subject = answered.subject.startsWith('Re: ') ? answered.subject : `Re: ${answered.subject}`
  return { from, subject, id, references: [...answered.references, answered.id].slice(-8) }
}

function flagsFor(dice: Dice, at: number, count: number): readonly string[] {
  const roll = dice.next()
  // The newest thirtieth has unread ones in it.
  const seen = at < count * 0.97 || roll < 0.6
  const flags = seen ? ['\\Seen'] : []
  if (roll > 0.97) flags.push('\\Flagged')
  if (seen && roll > 0.3 && roll < 0.42) flags.push('\\Answered')
  if (roll > 0.42 && roll < 0.44) flags.push('$Forwarded')
  return flags
}

function write(letter: Letter, owner: string, time: number, dice: Dice): Buffer {
  const first = letter.from.split(/[ <]/, 1)[0] ?? ''
  const count = 2 + dice.below(6)
  let paragraph = ''
  for (let at = 0; at < count; at++) paragraph += `${dice.of(SENTENCES)}${at % 3 === 2 ? '\r\n\r\n' : '\r\n'}`
  const thread = letter.references.length === 0 ? '' : `In-Reply-To: ${letter.references.at(-1)}\r\nReferences: ${letter.references.join('\r\n ')}\r\n`
  return Buffer.from(
    `From: ${letter.from}\r\nTo: ${owner}\r\nSubject: ${letter.subject}\r\nDate: ${new Date(time).toUTCString().replace('GMT', '+0000')}\r\nMessage-ID: ${letter.id}\r\n${thread}` +
      `MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nGood day,\r\n\r\n${paragraph}\r\n${first}\r\n`,
    'latin1',
  )
}
