import { writeNumberSet } from '#lib/imap-server/protocol/sequence-set.ts'
import type { SeededRandom } from '../fuzz/random.ts'
import { ConversationClient, WHOLE } from '../conversation-client.ts'
import type { Socket } from 'node:net'
import { BelievedMailbox, expect, numbersOf, type BelievedMessage, type Running } from './believed-mailbox.ts'
import { fetchedItems, type KnownMessages } from './known-messages.ts'

const FLAGS = ['\\Seen', '\\Flagged', '\\Answered', '\\Deleted', 'Red', '$Label']

/** Mailboxes that all clients share. */
export const MAILBOXES = ['INBOX', 'Other'] as const
type MailboxName = (typeof MAILBOXES)[number]

interface Remembered {
  readonly uidValidity: string
  readonly modSeq: number
  readonly messages: readonly BelievedMessage[]
}

/** What is fixed of a message, each asked for alone or with others. */
const FIXED = ['INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY', 'BODYSTRUCTURE', 'BODY.PEEK[HEADER.FIELDS (FROM SUBJECT X-NONE)]']
const CONTENT = ['BODY.PEEK[]', 'BODY.PEEK[HEADER]', 'BODY.PEEK[TEXT]', 'BODY.PEEK[1]', 'RFC822.HEADER', 'BINARY.PEEK[1]']
const SORT_KEYS = ['ARRIVAL', 'CC', 'DATE', 'FROM', 'SIZE', 'SUBJECT', 'TO']

export interface ModelClientOptions {
  readonly connect: () => Promise<Socket>
  readonly random: SeededRandom
  readonly qresync: boolean
  /** Shared by all clients. */
  readonly known: KnownMessages
  /** No other client's. */
  readonly number: number
}

/** One client that says random things, and holds everything it hears against what it may hear. */
export class ModelClient {
  readonly #options: ModelClientOptions
  #wire: ConversationClient | undefined
  /** Of all the times that it has opened a mailbox: \Recent belongs to one. */
  #session = 0
  readonly #random: SeededRandom
  readonly believed: BelievedMailbox
  selected: MailboxName | undefined
  #count = 0
  #uidValidity = ''
  #openedAt = 0
  #last = ''
  readonly #remembered = new Map<MailboxName, Remembered>()

  constructor(options: ModelClientOptions) {
    this.#options = options
    this.#random = options.random
    this.believed = new BelievedMailbox(options.qresync)
  }

  /** What was said last, for whoever reads of a fault. */
  get last(): string {
    return this.#last
  }

  async open(): Promise<void> {
    this.#wire = new ConversationClient(await this.#options.connect(), WHOLE)
    await this.#wire.line()
    this.selected = undefined
    if (this.#random.once(2)) await this.#ask('LOGIN alice postern-alice')
    else await this.#ask(`AUTHENTICATE PLAIN ${Buffer.from('\0alice\0postern-alice').toString('base64')}`)
    if (this.believed.qresync) await this.#ask('ENABLE QRESYNC')
    await this.select(this.#random.pick(MAILBOXES))
  }

  close(): void {
    this.#wire?.close()
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
    this.#session++
    const set = known && known.messages.length > 0 ? ` ${writeNumberSet(known.messages.map(({ uid }) => uid ?? 0))}` : ''
    const lines = await this.#ask(`SELECT ${mailbox}${known ? ` (QRESYNC (${known.uidValidity} ${known.modSeq}${set}))` : ''}`)
    this.believed.opened()
    this.#uidValidity = /UIDVALIDITY (\d+)/.exec(lines.join())?.[1] ?? ''
    this.#openedAt = this.believed.highestModSeq
    this.#options.known.hearUidValidity(mailbox, this.#uidValidity)
    expect(!known || known.uidValidity === this.#uidValidity, 'UIDVALIDITY has changed')
    await this.#learn()
  }

  /** Says one random thing. */
  async step(): Promise<void> {
    if (this.selected === undefined) return await this.select(this.#random.pick(MAILBOXES))
    const { messages } = this.believed
    const other = MAILBOXES[this.selected === 'INBOX' ? 1 : 0]
    if (messages.length < 5 || this.#random.once(6)) return await this.#append()
    switch (this.#random.below(24)) {
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
      case 13:
      case 14:
        return void (await this.#ask(`FETCH ${this.#numbers()} (UID ${this.#random.pick(FIXED)} ${this.#random.pick(FIXED)} FLAGS)`, 'holds-numbers'))
      case 15:
        return void (await this.#ask(`FETCH ${1 + this.#random.below(messages.length)} (UID ${this.#random.pick(CONTENT)})`, 'holds-numbers'))
      case 16:
        return await this.#searchFixed()
      case 17:
        return await this.#sort()
      case 18:
        return void (await this.#ask(`STATUS ${this.selected} (MESSAGES UNSEEN RECENT)`))
      case 19:
        return await this.#pipeline()
      case 20:
        return await this.#comeAgain()
      default:
        return await this.#learn()
    }
  }

  /** A search for what cannot change: what is known of a message says whether it belongs to what is found (RFC 5530 §3 excuses what has gone). */
  async #searchFixed(): Promise<void> {
    const word = String(this.#random.below(1000))
    const size = 60 + this.#random.below(120)
    const [key, fits] = this.#random.pick<readonly [string, (uid: number) => boolean | undefined]>([
      [`SUBJECT ${word}`, (uid) => subjectOf(this.#fixed(uid, 'ENVELOPE'))?.includes(word)],
      [`BODY "word ${word}"`, (uid) => this.#fixed(uid, 'BODY[]')?.includes(`word ${word}`)],
      [`LARGER ${size}`, (uid) => isMore(this.#fixed(uid, 'RFC822.SIZE'), size)],
      ['1:*', () => true],
    ])
    const lines = await this.#ask(`SEARCH ${key}`, 'holds-numbers')
    const found = new Set(lines.find((line) => line.startsWith('* SEARCH'))?.match(/\d+/g)?.map(Number))
    const isExcused = /^t\d+ OK \[EXPUNGEISSUED\]/.test(lines.at(-1) ?? '')
    for (const [index, { uid }] of this.believed.messages.entries()) {
      const fitting = uid === undefined ? undefined : fits(uid)
      // What has come since is in no answer that was on its way; it has no UID yet.
      if (fitting === true && !isExcused) expect(found.has(index + 1), `SEARCH ${key} has not found number ${index + 1}, UID ${uid}`)
      if (fitting === false) expect(!found.has(index + 1), `SEARCH ${key} has found number ${index + 1}, UID ${uid}`)
    }
  }

  #fixed(uid: number, item: string): string | undefined {
    return this.#options.known.item(this.selected ?? '', uid, item)
  }

  async #sort(): Promise<void> {
    const { length } = this.believed.messages
    const isThread = this.#random.once(3)
    const criteria = `${this.#random.once(3) ? 'REVERSE ' : ''}${this.#random.pick(SORT_KEYS)} ${this.#random.pick(SORT_KEYS)}`
    const lines = await this.#ask(isThread ? `THREAD ${this.#random.pick(['REFERENCES', 'ORDEREDSUBJECT', 'REFS'])} US-ASCII ALL` : `SORT (${criteria}) US-ASCII ${this.#random.pick(['ALL', 'FLAGGED', this.#numbers()])}`, 'holds-numbers')
    const numbers = lines.find((line) => /^\* (?:SORT|THREAD)/.test(line))?.match(/\d+/g)?.map(Number) ?? []
    expect(numbers.every((number) => number >= 1 && number <= length) && new Set(numbers).size === numbers.length, 'SORT or THREAD names what is not there, or names it twice')
  }

  /** Several commands at once; the numbers in all of them mean what they mean now, so that none of them may see a message leave. */
  async #pipeline(): Promise<void> {
    const commands = [`STORE ${this.#numbers()} +FLAGS (${this.#random.pick(FLAGS)})`, `FETCH ${this.#numbers()} (UID FLAGS)`, 'SEARCH UNSEEN', `STORE ${this.#numbers()} -FLAGS (${this.#random.pick(FLAGS)})`, `FETCH ${this.#numbers()} (UID ENVELOPE)`]
    this.believed.running = 'holds-numbers'
    const first = this.#count + 1
    this.#count += commands.length
    this.#last = `t${first} pipelined: ${commands.join('; ')}`
    await this.#connected.says(commands.map((command, index) => `t${first + index} ${command}\r\n`).join(''))
    for (const index of commands.keys()) {
      const answer = (await this.#until((line) => line.startsWith(`t${first + index} `))).at(-1) ?? ''
      expect(/^t\d+ OK/.test(answer), `${commands[index]} was answered ${answer}`)
    }
    this.believed.running = 'nothing'
  }

  /** Leaves with LOGOUT, without a word, or in the middle of a message, and comes again. */
  async #comeAgain(): Promise<void> {
    if (this.#random.once(2)) {
      const lines = await this.#ask('LOGOUT')
      expect(lines.some((line) => line.startsWith('* BYE')), 'LOGOUT without BYE')
    } else if (this.#random.once(2)) await this.#say(`APPEND INBOX {400+}\r\nSubject: half\r\n\r\nhalf a message`)
    this.close()
    await this.open()
  }

  get #connected(): ConversationClient {
    if (!this.#wire) throw new Error('there is no connection')
    return this.#wire
  }

  async #append(): Promise<void> {
    const [number, sender] = [this.#random.below(1000), this.#random.below(7)]
    const head = `Message-ID: <${number}.${this.#options.number}@test>\r\nFrom: Sender ${sender} <s${sender}@test>\r\nSubject: ${number}\r\n`
    const parts = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nword ${number}\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>x</b>\r\n--b--\r\n`
    const message = `${head}${this.#random.once(3) ? parts : `\r\n${'text '.repeat(sender)}word ${number}\r\n`}`
    const date = this.#random.once(2) ? ` "0${1 + sender}-Jan-2024 10:00:00 +0${sender}00"` : ''
    await this.#ask(`APPEND ${this.#random.pick(MAILBOXES)} (${this.#random.pick(FLAGS)})${date} {${message.length}+}\r\n${message}`)
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
    await this.#connected.says('DONE\r\n')
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
    await this.#connected.says(`${this.#last}\r\n`)
  }

  /** Holds what FETCH says of a message against what all clients have been told of it. */
  #compare(line: string): void {
    const [, list] = /^\* \d+ FETCH (\(.*)$/.exec(line) ?? []
    if (list === undefined || this.selected === undefined) return
    const items = fetchedItems(list.replaceAll('\\r\\n', '\r\n'))
    const uid = Number(items.get('UID'))
    this.#options.known.hear(this.selected, uid, items)
    if (/\\Recent\b/.test(items.get('FLAGS') ?? '')) this.#options.known.hearRecent(this.selected, uid, this.#options.number * 1_000_000 + this.#session)
  }

  /** The lines up to the one that ends it. */
  async #until(isEnd: (line: string) => boolean): Promise<readonly string[]> {
    const lines: string[] = []
    for (;;) {
      const line = await this.#connected.line()
      if (line === undefined) throw new Error('the connection ended')
      lines.push(line)
      this.believed.hear(line)
      this.#compare(line)
      if (isEnd(line)) return lines
    }
  }
}

function isMore(size: string | undefined, than: number): boolean | undefined {
  return size === undefined ? undefined : Number(size) > than
}

/** Of an envelope. */
function subjectOf(envelope: string | undefined): string | undefined {
  return envelope === undefined ? undefined : (/^\((?:NIL|"[^"]*") "([^"]*)"/.exec(envelope)?.[1] ?? '')
}
