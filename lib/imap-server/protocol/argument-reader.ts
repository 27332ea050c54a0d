import { SYSTEM_FLAGS } from '#lib/mail/flags.ts'
import { parseDate, parseDateTime, type ZonedDate } from './dates.ts'
import { IncomingLiteral } from './incoming-literal.ts'
import type { ByteSource } from './byte-source.ts'
import { FatalProtocolError, Refusal, SyntaxProblem } from './problems.ts'
import { fromOctets, fromUtf8, readMailboxName, type NameEncoding, type Octets } from './quoting.ts'
import { parseSequenceSet, type SequenceSet } from './sequence-set.ts'

/** An unread non-synchronizing literal up to this size is skipped; past it, closing is cheaper for both sides. */
const SKIP_LIMIT = 1024 * 1024

const ANNOUNCED = /\{([0-9]+)(\+?)\}$/
const ATOM = /[^\x00-\x20\x7f-\xff(){%*"\\\]]+/y
const ASTRING_ATOM = /[^\x00-\x20\x7f-\xff(){%*"\\]+/y
const LIST_ATOM = /[^\x00-\x20\x7f-\xff(){"\\]+/y
const WORD = /[A-Za-z0-9.=-]+/y
const NUMBER = /[0-9]{1,20}/y
const SET = /\$|[0-9*:,]+/y
const FLAG = /\\?[^\x00-\x20\x7f-\xff(){%*"\\\]]+/y
const QUOTED = /"((?:[^"\\\r\n\x00]|\\["\\])*)"/y

interface Place {
  readonly line: string
  readonly number: number
  readonly at: number
}

function placeText({ number, at }: Place): string {
  return `at column ${at + 1}${number > 1 ? ` of line ${number}` : ''}`
}

export interface Conversation {
  readonly source: ByteSource
  /** Sends a continuation request, `+ text`. */
  invite(text: string): void
  /** Octets of a literal that need not be invited; unlimited, when there is none (RFC 7888 §5). */
  readonly uninvitedLimit?: number
  /** How mailbox names are written; in modified UTF-7 without it. */
  readonly nameEncoding?: NameEncoding
}

/**
 * A cursor over one command's arguments. Its methods are named for the grammar of RFC 3501 §9; where one is
 * async, a literal may arrive. What does not fit is a SyntaxProblem that names the place, as the client counts it, and never the text.
 */
export class ArgumentReader {
  readonly #conversation: Conversation
  readonly #limit: number
  #line: string
  /** Which line of the command this is: one more behind each literal. */
  #lineNumber = 1
  #at: number
  /** Where what was read last began. */
  #begun: Place
  #budget: number
  #literal: IncomingLiteral | undefined

  /** `limit`: octets that one command may hold in memory, lines and strings together. `at`: how much of the line has been read, its tag. */
  constructor(conversation: Conversation, line: string, limit: number, at = 0) {
    this.#conversation = conversation
    this.#line = line
    this.#limit = limit
    this.#budget = limit - line.length
    this.#at = at
    this.#begun = { line, number: 1, at }
  }

  /** How mailbox names are written in this conversation. */
  get nameEncoding(): NameEncoding {
    return this.#conversation.nameEncoding ?? 'modified-utf7'
  }

  get atEnd(): boolean {
    return this.#at >= this.#line.length
  }

  /** Takes the token if it stands here, whatever its case. */
  accept(token: string): boolean {
    if (!this.startsWith(token)) return false
    this.#begun = this.#here
    this.#at += token.length
    return true
  }

  startsWith(token: string): boolean {
    return this.#line.substr(this.#at, token.length).toUpperCase() === token.toUpperCase()
  }

  expect(token: string): void {
    if (!this.accept(token)) throw this.problem(token === ' ' ? 'a space' : `"${token}"`)
  }

  atom(what: string): string {
    return this.#match(ATOM, what)
  }

  /** Letters, digits, dots and hyphens, in upper case: the name of an item, a key or an option. */
  word(what: string): string {
    return this.#match(WORD, what).toUpperCase()
  }

  /** Everything up to the end of the line. */
  rest(): string {
    const rest = this.#line.slice(this.#at)
    this.#at = this.#line.length
    return rest
  }

  /** A number of at most 63 bits that JavaScript counts exactly. */
  number(what: string): number {
    const value = Number(this.#match(NUMBER, what))
    if (!Number.isSafeInteger(value)) throw this.fault('Number too large')
    return value
  }

  /** `number64`, of octets: beyond what JavaScript counts exactly it is no message's size, and may be rounded. */
  number64(what: string): number {
    return Number(this.modSeq(what))
  }

  modSeq(what: string): bigint {
    const value = BigInt(this.#match(NUMBER, what))
    if (value >= 1n << 63n) throw this.fault('Number too large')
    return value
  }

  sequenceSet(): SequenceSet {
    const set = parseSequenceSet(this.#match(SET, 'a sequence set'))
    if (!set) throw this.problem('a sequence set')
    return set
  }

  /** True when a sequence set, and nothing that begins with a letter, stands here. */
  get atSequenceSet(): boolean {
    return /[0-9*$]/.test(this.#line.charAt(this.#at))
  }

  /** `flag`: a system flag with its backslash, or a keyword. */
  flag(): string {
    const flag = this.#match(FLAG, 'a flag')
    // RFC 3501 §2.3.2: \Recent is the server's to set.
    if (flag.toLowerCase() === '\\recent') throw this.fault('\\Recent cannot be stored')
    // RFC 3501 §9, flag-extension: a server does not say others, so it does not take them.
    if (flag.startsWith('\\') && !SYSTEM_FLAGS.some((known) => known.toLowerCase() === flag.toLowerCase())) {
      this.#at = this.#begun.at
      throw this.problem('a system flag or a keyword')
    }
    return flag
  }

  /** `use-attr`: a special use with its backslash (RFC 6154 §6), whether it is known here or not. */
  useAttribute(): string {
    return this.#match(FLAG, 'a special use')
  }

  /** `flag-list = "(" [flag *(SP flag)] ")"` */
  flagList(): readonly string[] {
    return this.list(() => this.flag())
  }

  /** A parenthesized list of at least `least` things separated by one space. */
  list<T>(one: () => T, least = 0): readonly T[] {
    const items: T[] = []
    this.expect('(')
    if (least === 0 && this.accept(')')) return items
    do items.push(one())
    while (this.accept(' '))
    this.expect(')')
    return items
  }

  /** `astring`, as octets. */
  async astring(what: string): Promise<Octets> {
    const text = this.#tryMatch(ASTRING_ATOM)
    return text ?? (await this.string(what))
  }

  /** `string`: quoted or literal, as octets. */
  async string(what: string): Promise<Octets> {
    if (this.startsWith('"')) {
      const quoted = this.#match(QUOTED, what)
      // RFC 9755 §3: who has said to speak UTF-8 has to.
      if (this.nameEncoding === 'utf8' && fromUtf8(quoted) === undefined) throw this.problem('UTF-8 before this')
      return quoted.slice(1, -1).replace(/\\(["\\])/g, '$1')
    }
    if (!this.startsWith('{')) throw this.problem(what)
    return await this.#shortLiteral()
  }

  /** `nstring`: undefined for NIL. */
  async nstring(what: string): Promise<Octets | undefined> {
    return this.accept('NIL') ? undefined : await this.string(what)
  }

  /** `astring` in UTF-8: a user name, a password. */
  async text(what: string): Promise<string> {
    return fromOctets(await this.astring(what))
  }

  /** `mailbox`, decoded to Unicode. Refused when it is not well-formed. */
  async mailbox(): Promise<string> {
    const name = readMailboxName(await this.astring('a mailbox name'), this.nameEncoding)
    if (name === undefined) throw new Refusal('Not a mailbox name', 'CANNOT')
    return name
  }

  /** `list-mailbox`, as octets: a pattern that may be an atom with wildcards. */
  async listMailbox(): Promise<Octets> {
    return this.#tryMatch(LIST_ATOM) ?? (await this.string('a mailbox pattern'))
  }

  /** `date`, quoted or not: midnight of that day in UTC, in milliseconds. */
  date(): number {
    const quoted = this.accept('"')
    const date = parseDate(this.#tryMatch(/[0-9A-Za-z-]+/y) ?? '')
    if (date === undefined) throw this.problem('a date')
    if (quoted) this.expect('"')
    return date
  }

  /** `date-time`, which is always quoted. */
  dateTime(): ZonedDate {
    const quoted = this.#match(QUOTED, 'a date and time')
    const date = parseDateTime(quoted.slice(1, -1))
    if (!date) throw this.problem('a date and time')
    return date
  }

  /** Announces a literal or literal8 (RFC 3516 §4.4) and reads nothing of it; it is to be streamed, and `afterLiteral` called behind it. */
  literal(limit: number): IncomingLiteral {
    this.accept('~')
    const announced = this.#announced()
    if (!announced || announced.index !== this.#at) throw this.problem('a literal')
    this.#begun = this.#here
    this.#at = this.#line.length
    const literal = this.#open(announced)
    // RFC 7888 §5: with LITERAL- it is an error of syntax, and its octets are skipped.
    if (literal.isInvited && literal.size > (this.#conversation.uninvitedLimit ?? Infinity)) throw this.fault('Literal must wait to be invited')
    if (literal.size > limit) throw new Refusal('Larger than this server accepts', 'TOOBIG')
    return literal
  }

  /** On to the text behind the literal that was read. True when there is more of the command. */
  async afterLiteral(): Promise<boolean> {
    await this.#nextLine()
    // What was streamed is not held: the next part has the whole budget again.
    this.#budget = this.#limit - this.#line.length
    return !this.atEnd
  }

  /** The end of the command, or SyntaxProblem. */
  end(): void {
    if (!this.atEnd) throw this.problem('the end of the command')
  }

  /** Asks for one more line and answers it: AUTHENTICATE, IDLE. */
  async continuationLine(prompt: string, limit: number): Promise<string> {
    this.#conversation.invite(prompt)
    const line = await this.#conversation.source.line(limit)
    if (line === null) throw new FatalProtocolError('Connection ended inside a command')
    return line
  }

  /**
   * Leaves the input at the next command, however far parsing got: octets of a literal that nobody read are
   * never commands (smuggling). Throws FatalProtocolError when there are too many to skip.
   */
  async finish(): Promise<void> {
    for (;;) {
      const literal = this.#literal ?? this.#unread()
      // A synchronizing literal that was never invited is never sent (RFC 7888 §3).
      if (!literal?.isInvited) return
      if (literal.remaining > SKIP_LIMIT) throw new FatalProtocolError('Refused literal is too large to skip')
      for await (const _ of literal.content());
      await this.#nextLine()
    }
  }

  problem(what: string): SyntaxProblem {
    return new SyntaxProblem(`Expected ${what} ${placeText(this.#here)}`)
  }

  /** What was read last is well-formed, and wrong for the reason that the sentence says. */
  fault(sentence: string): SyntaxProblem {
    const { line, at } = this.#begun
    return new SyntaxProblem(`${sentence} ${placeText({ ...this.#begun, at: line.charAt(at) === ' ' ? at + 1 : at })}`)
  }

  get #here(): Place {
    return { line: this.#line, number: this.#lineNumber, at: this.#at }
  }

  async #shortLiteral(): Promise<Octets> {
    const literal = this.literal(this.#budget)
    const chunks: Buffer[] = []
    for await (const chunk of literal.content()) chunks.push(chunk)
    this.#budget -= literal.size
    await this.#nextLine()
    const octets = Buffer.concat(chunks).toString('latin1')
    // RFC 3501 §9: CHAR8 excludes NUL.
    if (octets.includes('\0')) throw this.fault('NUL in a string')
    return octets
  }

  async #nextLine(): Promise<void> {
    const line = await this.#conversation.source.line(this.#budget)
    if (line === null) throw new FatalProtocolError('Connection ended inside a command')
    this.#literal = undefined
    this.#budget -= line.length
    this.#line = line
    this.#lineNumber++
    this.#at = 0
  }

  /** The literal that this line announces and that no one has opened. */
  #unread(): IncomingLiteral | undefined {
    const announced = this.#announced()
    return announced && this.#open(announced)
  }

  #open(announced: RegExpExecArray): IncomingLiteral {
    const { source, invite } = this.#conversation
    const size = Number(announced[1])
    this.#literal = new IncomingLiteral(source, { size, synchronizing: announced[2] === '' }, () => invite('Ready'))
    return this.#literal
  }

  #announced(): RegExpExecArray | undefined {
    return ANNOUNCED.exec(this.#line) ?? undefined
  }

  #tryMatch(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#line)
    if (!match) return undefined
    this.#begun = this.#here
    this.#at += match[0].length
    return match[0]
  }

  #match(pattern: RegExp, what: string): string {
    const text = this.#tryMatch(pattern)
    if (text === undefined) throw this.problem(what)
    return text
  }
}
