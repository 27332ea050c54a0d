/** What a client knows of one message; a message that it has only been counted is unknown. */
export interface BelievedMessage {
  uid: number | undefined
  flags: ReadonlySet<string> | undefined
  modSeq: number
}

/** While such a command runs no message may leave the numbering (RFC 9051 §7.5.1, RFC 7162 §3.2.10.2). */
export type Running = 'nothing' | 'holds-numbers' | 'may-expunge'

/**
 * One client's picture of its selected mailbox, drawn from what the server says and nothing else. Every untagged response is checked against it
 * before it changes it; a response that no honest server could send throws.
 */
export class BelievedMailbox {
  readonly qresync: boolean
  messages: BelievedMessage[] = []
  running: Running = 'may-expunge'
  highestModSeq = 0
  /** Keywords that FLAGS has named, in small letters. */
  #announced: ReadonlySet<string> = new Set()
  /** How many messages SELECT has counted, until its VANISHED and the first FETCH can be told apart from news. */
  #counted: number | undefined

  constructor(qresync: boolean) {
    this.qresync = qresync
  }

  /** A mailbox is being opened: nothing is known of it but these, from an earlier time. */
  open(known: readonly BelievedMessage[] = []): void {
    this.messages = known.map((message) => ({ ...message }))
    this.highestModSeq = 0
    this.#announced = new Set()
    this.running = 'may-expunge'
    this.#counted = 0
  }

  /** SELECT has told all: what it counted beyond what was known is new, and stands behind it. */
  opened(): void {
    const count = this.#counted
    this.#counted = undefined
    if (count !== undefined) this.#exists(count)
  }

  uidAt(sequence: number): number | undefined {
    return this.messages[sequence - 1]?.uid
  }

  get uids(): readonly number[] {
    return this.messages.flatMap(({ uid }) => (uid === undefined ? [] : [uid]))
  }

  hear(line: string): void {
    const [, number = '', name = '', rest = ''] = /^\* (\d+) (EXISTS|EXPUNGE|FETCH|RECENT)\b ?(.*)$/.exec(line) ?? []
    if (name === 'FETCH') this.opened()
    if (name === 'EXISTS' && this.#counted !== undefined) this.#counted = Number(number)
    else if (name === 'EXISTS') this.#exists(Number(number))
    else if (name === 'EXPUNGE') this.#expunge(Number(number))
    else if (name === 'FETCH') this.#fetch(Number(number), rest)
    else if (name === 'RECENT') expect(Number(number) <= (this.#counted ?? this.messages.length), `RECENT ${number} of fewer messages`)
    else if (line.startsWith('* FLAGS (')) this.#flags(line)
    else if (line.startsWith('* VANISHED ')) this.#vanished(line.slice('* VANISHED '.length))
    const told = /\[HIGHESTMODSEQ (\d+)\]/.exec(line)?.[1]
    if (told !== undefined) this.#modSeq(Number(told))
  }

  /** What this client has changed itself and asked not to be told. */
  assume(uid: number, change: (flags: ReadonlySet<string>) => ReadonlySet<string>): void {
    const message = this.messages.find((known) => known.uid === uid)
    if (message?.flags) message.flags = change(message.flags)
  }

  #exists(count: number): void {
    expect(count >= this.messages.length, `EXISTS has shrunk from ${this.messages.length} to ${count}`)
    while (this.messages.length < count) this.messages.push({ uid: undefined, flags: undefined, modSeq: 0 })
  }

  #expunge(sequence: number): void {
    this.#mayLeave()
    expect(!this.qresync, 'EXPUNGE although QRESYNC is enabled')
    expect(sequence >= 1 && sequence <= this.messages.length, `EXPUNGE of number ${sequence} among ${this.messages.length}`)
    this.messages.splice(sequence - 1, 1)
  }

  #vanished(set: string): void {
    expect(this.qresync, 'VANISHED although QRESYNC is not enabled')
    const isEarlier = set.startsWith('(EARLIER) ')
    expect(isEarlier === (this.#counted !== undefined), 'VANISHED is EARLIER when a mailbox is opened, and only then')
    if (!isEarlier) this.#mayLeave()
    for (const uid of numbersOf(set.replace('(EARLIER) ', ''))) {
      const at = this.messages.findIndex((message) => message.uid === uid)
      if (at >= 0) this.messages.splice(at, 1)
      else if (!isEarlier) this.#forgetUnknown(uid)
    }
  }

  /** A message that was counted and never named: one of those between the neighbours of its UID. */
  #forgetUnknown(uid: number): void {
    const behind = this.messages.findIndex((message) => (message.uid ?? 0) > uid)
    const at = this.messages.findLastIndex((message, index) => message.uid === undefined && (behind < 0 || index < behind))
    const before = this.messages.findLastIndex((message) => message.uid !== undefined && message.uid < uid)
    expect(at > before, `VANISHED names ${uid}, which was not there`)
    this.messages.splice(at, 1)
  }

  #fetch(sequence: number, items: string): void {
    const message = this.messages[sequence - 1]
    if (!message) throw new Error(`FETCH of number ${sequence} among ${this.messages.length}`)
    const uid = Number(/\bUID (\d+)/.exec(items)?.[1])
    expect(uid > 0, 'FETCH without a UID')
    this.#name(message, sequence, uid)
    const modSeq = Number(/\bMODSEQ \((\d+)\)/.exec(items)?.[1] ?? message.modSeq)
    const flags = /\bFLAGS \(([^)]*)\)/.exec(items)?.[1]
    expect(modSeq >= message.modSeq, `the MODSEQ of ${uid} went back from ${message.modSeq} to ${modSeq}`)
    message.modSeq = modSeq
    if (flags === undefined) return
    message.flags = flagSet(flags)
    for (const flag of message.flags) expect(flag.startsWith('\\') || this.#announced.has(flag), `${uid} has ${flag}, which FLAGS has not named`)
  }

  /** RFC 9051 §7.3.5: the flags that there are; what the client holds for a message may not leave them. */
  #flags(line: string): void {
    const named = flagSet(line.slice('* FLAGS ('.length, -1))
    for (const { uid, flags } of this.messages) for (const flag of flags ?? []) expect(flag.startsWith('\\') || named.has(flag) || !this.#announced.has(flag), `FLAGS has lost ${flag}, which ${uid} has`)
    this.#announced = named
  }

  /** The number must mean the same message as before, and numbers must ascend with UIDs. */
  #name(message: BelievedMessage, sequence: number, uid: number): void {
    if (message.uid !== undefined) return expect(message.uid === uid, `number ${sequence} is UID ${message.uid} here and UID ${uid} there`)
    const before = this.messages.slice(0, sequence - 1).findLast((other) => other.uid !== undefined)
    const behind = this.messages.slice(sequence).find((other) => other.uid !== undefined)
    expect(uid > (before?.uid ?? 0) && uid < (behind?.uid ?? Infinity), `UID ${uid} at number ${sequence} stands out of order`)
    message.uid = uid
  }

  #mayLeave(): void {
    expect(this.running === 'may-expunge', `a message leaves while ${this.running === 'nothing' ? 'no command runs' : 'the numbers are in use'}`)
  }

  #modSeq(told: number): void {
    expect(told >= this.highestModSeq, `HIGHESTMODSEQ went back from ${this.highestModSeq} to ${told}`)
    this.highestModSeq = told
  }
}

/** Flags in small letters, without the one that belongs to a session. */
export function flagSet(flags: string): ReadonlySet<string> {
  return new Set(flags.toLowerCase().split(' ').filter((flag) => flag !== '' && flag !== '\\recent'))
}

export function numbersOf(set: string): readonly number[] {
  return set.split(',').flatMap((range) => {
    const [first, last] = range.split(':').map(Number) as [number, number?]
    return Array.from({ length: (last ?? first) - first + 1 }, (_, index) => first + index)
  })
}

export function expect(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise)
}
