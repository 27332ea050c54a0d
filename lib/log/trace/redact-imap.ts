import type { HeardLine } from './line-feed.ts'
import type { LineTeller } from './line-teller.ts'
import { tellSentence, tellWords, UNTOLD, type Telling } from './tell-words.ts'
import { PROTOCOL_WORDS } from './vocabulary.ts'

/** A tag is told only where it cannot be a word of somebody's. */
const COMMAND = /^([A-Za-z]{0,4}\d{1,8}|[0-9A-F]{1,5}|[A-Za-z]) (UID )?([A-Za-z0-9-]+)(?: ([^]*))?$/i
const STATUS = /^(\*|[A-Za-z]{0,4}\d{1,8}|[0-9A-F]{1,5}|[A-Za-z]) (OK|NO|BAD|BYE|PREAUTH)(?: (\[[^\]]*\])?([^]*))?$/i
/** Commands whose numbers are those of messages. */
const NUMBERED: Readonly<Record<string, Telling['numbers']>> = { FETCH: 'all', STORE: 'all', EXPUNGE: 'all', SEARCH: 'all', SORT: 'all', THREAD: 'all', COPY: 'first', MOVE: 'first', SELECT: 'inside', EXAMINE: 'inside' }
const PROVING = new Set(['LOGIN', 'AUTHENTICATE'])
/** Search keys, and how many texts follow them (RFC 3501 §6.4.4). */
const TEXTS_AFTER: Readonly<Record<string, number>> = { BCC: 1, BODY: 1, CC: 1, FROM: 1, HEADER: 2, KEYWORD: 1, SUBJECT: 1, TEXT: 1, TO: 1, UNKEYWORD: 1, EMAILID: 1, THREADID: 1, CHARSET: 0 }
const SEARCHING = new Set(['SEARCH', 'SORT', 'THREAD', 'ESEARCH'])
/** Untagged responses whose numbers count something: outside parentheses a mailbox's name may stand. */
const COUNTED = /^(?:CAPABILITY|\d+ (?:EXISTS|RECENT|EXPUNGE|FETCH)|SEARCH|SORT|THREAD|ESEARCH|VANISHED)\b/i
/** Response codes that hold numbers alone; a referral names somebody. */
const NUMBERED_CODE = /^\[(?:CAPABILITY |[A-Z]+ [\d ,:()*]+\]$)/i
const COUNTED_INSIDE = /^(?:STATUS|QUOTA)\b/i

/** What may be told of an IMAP conversation (RFC 9051): commands, results and numbers of messages; no name, no text, nothing by which somebody signs in. */
export class ImapTeller implements LineTeller {
  readonly hasLiterals = true
  /** The tag of a command that proves who somebody is, while it runs. */
  #proving: string | undefined
  #command = ''
  #isTextDue = false
  /** Tags of commands that were told; until one of them is answered, what a server says may be the midst of anything. */
  readonly #told = new Set<string>()
  #isInStep: boolean

  constructor(fromStart: boolean) {
    this.#isInStep = fromStart
  }

  client({ text, continues, literal }: HeardLine): string | undefined {
    if (this.#proving !== undefined) return UNTOLD
    if (continues) return text === '' && literal === undefined ? undefined : this.#arguments(text, literal)
    if (/^DONE$/i.test(text)) return 'DONE'
    const [, tag = '', uid = '', name = '', rest] = COMMAND.exec(text) ?? []
    const command = name.toUpperCase()
    if (!PROTOCOL_WORDS.has(command)) return this.#told.size > 0 || this.#isInStep ? UNTOLD : undefined
    if (this.#told.size < 1_000) this.#told.add(tag)
    this.#command = command
    this.#isTextDue = false
    const said = `${tag} ${uid}${name}`
    if (PROVING.has(command)) {
      this.#proving = tag
      const mechanism = /^[A-Za-z0-9-]+(?=$| )/.exec(rest ?? '')?.[0] ?? ''
      return command === 'LOGIN' ? `${said} ${UNTOLD}` : `${said} ${tellWords(mechanism, { numbers: 'none' })} ${UNTOLD}`
    }
    return rest === undefined ? said : `${said} ${this.#arguments(rest, literal)}`
  }

  server({ text, continues }: HeardLine): string | undefined {
    const status = STATUS.exec(text)
    if (!continues && status && this.#told.has(status[1] ?? '')) this.#isInStep = true
    if (!this.#isInStep) return undefined
    if (continues) return tellWords(hideKeywords(text), { numbers: 'all', textsAfter: namesAfter })
    if (text.startsWith('+')) return `+ ${UNTOLD}`
    if (status) return this.#status(status)
    const rest = text.startsWith('* ') ? text.slice(2) : ''
    return `* ${tellWords(hideKeywords(rest), { textsAfter: namesAfter, numbers: COUNTED.test(rest) ? 'all' : COUNTED_INSIDE.test(rest) ? 'inside' : 'none' })}`
  }

  #status([, tag = '', word = '', code = '', sentence = '']: RegExpExecArray): string {
    if (tag === this.#proving) this.#proving = undefined
    this.#told.delete(tag)
    const told = code === '' ? '' : ` ${tellWords(code, { numbers: NUMBERED_CODE.test(code) ? 'all' : 'none' })}`
    return `${tag} ${word}${told} ${tellSentence(sentence.trim())}`.trimEnd()
  }

  /** A text that is a literal counts as one: where two are due, what stands behind it is one, too. */
  #arguments(line: string, literal: number | undefined): string {
    const textsAfter = (word: string): number => (SEARCHING.has(this.#command) ? (TEXTS_AFTER[word] ?? 0) : 0)
    const isDue = this.#isTextDue
    this.#isTextDue = SEARCHING.has(this.#command) && literal !== undefined && /\bHEADER$/i.test(line)
    const told = tellWords(hideKeywords(isDue ? `HEADER${line}` : line), { numbers: NUMBERED[this.#command] ?? 'none', textsAfter: isDue ? dueFirst(textsAfter) : textsAfter })
    return isDue ? told.slice('HEADER'.length) : told
  }
}

/** Ids are anybody's choice (RFC 8474). */
const namesAfter = (word: string): number => (word === 'EMAILID' || word === 'THREADID' || word === 'MAILBOXID' ? 1 : 0)

/** A keyword may be a number, and then is none of those that may be told. */
function hideKeywords(text: string): string {
  return text.replace(/\bFLAGS(?:\.SILENT)? (?:\([^)]*\)?|[^ ]+)/gi, (flags) => flags.replace(/\d+/g, UNTOLD))
}

/** The same, but for the first word, behind which one text is left. */
function dueFirst(textsAfter: (word: string) => number): (word: string) => number {
  let isFirst = true
  return (word) => {
    const texts = isFirst ? 1 : textsAfter(word)
    isFirst = false
    return texts
  }
}
