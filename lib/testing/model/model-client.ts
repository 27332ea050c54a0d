import { writeNumberSet } from '#lib/imap-server/protocol/sequence-set.ts'
import type { SeededRandom } from '../fuzz/random.ts'
import { ConversationClient, WHOLE } from '../conversation-client.ts'
import type { Socket } from 'node:net'
import { BelievedMailbox, expect, numbersOf, type BelievedMessage, type Running } from './believed-mailbox.ts'

const FLAGS = ['\\Seen', '\\Flagged', '\\Answered', '\\Deleted', 'Red', '$Label']

/** Mailboxes that all clients share. */
export const MAILBOXES = ['INBOX', 'Other'] as const
type MailboxName = (typeof MAILBOXES)[number]

interface Remembered {
  readonly uidValidity: string
  readonly modSeq: number
  readonly messages: readonly BelievedMessage[]
}

/** One client that says random things, and holds everything it hears against what it may hear. */
export class ModelClient {
  readonly #wire: ConversationClient
  readonly #random: SeededRandom
  readonly believed: BelievedMailbox
  selected: MailboxName | undefined
  #count = 0
  #uidValidity = ''
  #openedAt = 0
  #last = ''
  readonly #remembered = new Map<MailboxName, Remembered>()

  constructor(socket: Socket, random: SeededRandom, qresync: boolean) {
    this.#wire = new ConversationClient(socket, WHOLE)
    this.#random = random
    this.believed = new BelievedMailbox(qresync)
  }

  /** What was said last, for whoever reads of a fault. */
  get last(): string {
    return this.#last
  }

  async open(): Promise<void> {
    await this.#wire.line()
    await this.#ask('LOGIN alice postern-alice')
    if (this.believed.qresync) await this.#ask('ENABLE QRESYNC')
    await this.select(this.#random.pick(MAILBOXES))
  }

  close(): void {
    this.#wire.close()
  }

  /** Hears everything that is still to be told, and asks for what it has only been counted. */
  async catchUp(): Promise<void> {
    if (this.selected === undefined) await this.select(MAILBOXES[0])
    await this.#ask('NOOP')
    await this.#learn()
  }

  /** Opens its mailbox again from what it remembers, and knows by that alone what is in it (RFC 7162 §3.2.5). */
  async resynchronize(): Promise<void> {
    const mailbox = this.selected ?? MAILBOXES[0]
    await this.#leave('UNSELECT')
    await this.select(mailbox)
  }

  async select(mailbox: MailboxName): Promise<void> {
    const known = this.believed.qresync ? this.#remembered.get(mailbox) : undefined
    this.believed.open(known?.messages)
    this.selected = mailbox
    const set = known && known.messages.length > 0 ? ` ${writeNumberSet(known.messages.map(({ uid }) => uid ?? 0))}` : ''
    const lines = await this.#ask(`SELECT ${mailbox}${known ? ` (QRESYNC (${known.uidValidity} ${known.modSeq}${set}))` : ''}`)
    this.believed.opened()
    this.#uidValidity = /UIDVALIDITY (\d+)/.exec(lines.join())?.[1] ?? ''
    this.#openedAt = this.believed.highestModSeq
    expect(!known || known.uidValidity === this.#uidValidity, 'UIDVALIDITY has changed')
    await this.#learn()
  }

  /** Says one random thing. */
  async step(): Promise<void> {
    if (this.selected === undefined) return await this.select(this.#random.pick(MAILBOXES))
    const { messages } = this.believed
    const other = MAILBOXES[this.selected === 'INBOX' ? 1 : 0]
    if (messages.length < 5 || this.#random.once(6)) return await this.#append()
    switch (this.#random.below(15)) {
      case 0:
      case 1:
        return void (await this.#ask(`FETCH ${this.#numbers()} (UID FLAGS)`, 'holds-numbers'))
      case 2:
      case 3:
      case 4:
        return await this.#store()
      case 5:
        return await this.#search()
      case 6:
        return await this.#copy('COPY', other)
      case 7:
        return await this.#copy('MOVE', other)
      case 8:
        return void (await this.#ask(this.#random.once(2) ? 'EXPUNGE' : `UID EXPUNGE ${this.#uidSet()}`))
      case 9:
        return await this.#idle()
      case 10:
        return await this.#leave(this.#random.once(3) ? 'CLOSE' : 'UNSELECT')
      case 11:
        return void (await this.#ask(`STATUS ${other} (MESSAGES UIDNEXT UNSEEN)`))
      case 12:
        return void (await this.#ask(`UID FETCH ${this.#uidSet()} FLAGS`))
      default:
        return await this.#learn()
    }
  }

  async #append(): Promise<void> {
    const message = `Subject: ${this.#random.below(1000)}\r\n\r\ntext\r\n`
    await this.#ask(`APPEND ${this.#random.pick(MAILBOXES)} (${this.#random.pick(FLAGS)}) {${message.length}+}\r\n${message}`)
  }

  async #store(): Promise<void> {
    const operation = this.#random.pick(['+', '-', ''])
    const flags = [this.#random.pick(FLAGS), this.#random.pick(FLAGS)]
    const isSilent = this.#random.once(3)
    const isByUid = this.#random.once(2)
    const set = isByUid ? this.#uidSet() : this.#numbers()
    const uids = isByUid ? numbersOf(set) : numbersOf(set).map((number) => this.believed.uidAt(number) ?? 0)
    const condition = this.believed.qresync && this.#random.once(4) ? ` (UNCHANGEDSINCE ${this.believed.highestModSeq})` : ''
    const lines = await this.#ask(`${isByUid ? 'UID ' : ''}STORE ${set}${condition} ${operation}FLAGS${isSilent ? '.SILENT' : ''} (${flags.join(' ')})`, isByUid ? 'may-expunge' : 'holds-numbers')
    // A client cannot know which of a conditional store's messages have changed but by asking.
    if (isSilent && condition !== '') return void (await this.#ask('UID FETCH 1:* FLAGS'))
    if (!isSilent) return
    const told = new Set(lines.flatMap((line) => (/ FLAGS \(/.test(line) ? [Number(/UID (\d+)/.exec(line)?.[1])] : [])))
    const small = flags.map((flag) => flag.toLowerCase())
    const change = (before: ReadonlySet<string>): ReadonlySet<string> => (operation === '+' ? before.union(new Set(small)) : operation === '-' ? before.difference(new Set(small)) : new Set(small))
    // Whatever was told of it is newer.
    for (const uid of uids) if (!told.has(uid)) this.believed.assume(uid, change)
  }

  async #search(): Promise<void> {
    const isByUid = this.#random.once(2)
    const { messages } = this.believed
    const before = messages.length
    const lines = await this.#ask(`${isByUid ? 'UID ' : ''}SEARCH ${this.#random.pick(['ALL', 'FLAGGED', 'NOT SEEN'])}`, 'holds-numbers')
    const found = lines.find((line) => line.startsWith('* SEARCH'))?.match(/\d+/g)?.map(Number) ?? []
    if (!isByUid) expect(found.every((number) => number >= 1 && number <= before), 'SEARCH has found a number that is not there')
    else if (messages.every(({ uid }) => uid !== undefined)) expect(found.every((uid) => this.believed.uids.includes(uid)), 'SEARCH has found a UID that this client was never told')
  }

  async #copy(command: 'COPY' | 'MOVE', to: MailboxName): Promise<void> {
    const isByUid = this.#random.once(2)
    const set = isByUid ? this.#uidSet() : this.#numbers()
    const meant: readonly (number | undefined)[] = isByUid ? numbersOf(set) : numbersOf(set).map((number) => this.believed.uidAt(number))
    const lines = await this.#ask(`${isByUid ? 'UID ' : ''}${command} ${set} ${to}`, 'may-expunge')
    const [, from, into] = /\[COPYUID \d+ ([\d:,]+) ([\d:,]+)\]/.exec(lines.join()) ?? []
    if (from === undefined || into === undefined) return
    const sources = numbersOf(from)
    expect(sources.length === numbersOf(into).length, 'COPYUID names as many messages there as here')
    if (!meant.includes(undefined)) expect(sources.every((uid) => meant.includes(uid)), `${command} has taken a message that was not meant`)
  }

  async #idle(): Promise<void> {
    this.believed.running = 'may-expunge'
    await this.#say('IDLE')
    await this.#until((line) => line.startsWith('+ '))
    for (let turn = this.#random.below(20); turn > 0; turn--) await new Promise(setImmediate)
    await this.#wire.says('DONE\r\n')
    await this.#until((line) => line.startsWith(`t${this.#count} `))
    this.believed.running = 'nothing'
  }

  async #leave(how: 'CLOSE' | 'UNSELECT'): Promise<void> {
    const isWhole = this.believed.messages.every(({ uid, flags }) => uid !== undefined && flags)
    // What SELECT said is old, and so a point from which nothing is missed.
    if (this.selected && isWhole && how === 'UNSELECT') this.#remembered.set(this.selected, { uidValidity: this.#uidValidity, modSeq: this.#openedAt, messages: this.believed.messages.map((message) => ({ ...message })) })
    await this.#ask(how)
    this.selected = undefined
  }

  /** Asks for the UIDs and flags of all that it has not been told. */
  async #learn(): Promise<void> {
    for (let at = this.believed.messages.findIndex(({ uid, flags }) => uid === undefined || !flags); at >= 0; at = this.believed.messages.findIndex(({ uid, flags }) => uid === undefined || !flags)) {
      await this.#ask(`FETCH ${at + 1}:* (UID FLAGS)`, 'holds-numbers')
      // Those that have gone meanwhile are left out until they may be told of.
      await this.#ask('NOOP')
    }
  }

  #numbers(): string {
    const { length } = this.believed.messages
    const [a, b] = [1 + this.#random.below(length), 1 + this.#random.below(length)]
    return this.#random.once(2) ? String(a) : `${Math.min(a, b)}:${Math.max(a, b)}`
  }

  #uidSet(): string {
    const { uids } = this.believed
    return Array.from({ length: 1 + this.#random.below(4) }, () => this.#random.pick(uids) ?? 1).join(',')
  }

  async #ask(command: string, running: Running = 'may-expunge'): Promise<readonly string[]> {
    this.believed.running = running
    await this.#say(command)
    const lines = await this.#until((line) => line.startsWith(`t${this.#count} `))
    this.believed.running = 'nothing'
    const answer = lines.at(-1) ?? ''
    expect(/^t\d+ (?:OK|NO \[EXPUNGEISSUED\])/.test(answer), `${command} was answered ${answer}`)
    return lines
  }

  async #say(command: string): Promise<void> {
    this.#last = `t${++this.#count} ${command}`
    await this.#wire.says(`${this.#last}\r\n`)
  }

  /** The lines up to the one that ends it. */
  async #until(isEnd: (line: string) => boolean): Promise<readonly string[]> {
    const lines: string[] = []
    for (;;) {
      const line = await this.#wire.line()
      if (line === undefined) throw new Error('the connection ended')
      lines.push(line)
      this.believed.hear(line)
      if (isEnd(line)) return lines
    }
  }
}
