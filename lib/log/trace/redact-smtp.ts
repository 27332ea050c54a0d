import type { HeardLine } from './line-feed.ts'
import type { LineTeller } from './line-teller.ts'
import { tellSentence, tellWords, UNTOLD } from './tell-words.ts'

/** Commands (RFC 5321 §4.1) of which the words behind them are told as far as they are parameters; of others the name alone. */
const WITH_PARAMETERS = /^(?:MAIL FROM|RCPT TO):/i
const NAMED = /^(?:EHLO|HELO|LHLO|AUTH|BDAT|DATA|RSET|NOOP|QUIT|STARTTLS|VRFY|HELP|ETRN)\b/i
const REPLY = /^(\d{3})([ -]|$)(\d\.\d{1,3}\.\d{1,3} )?([^]*)$/
/** What EHLO is answered with, and its numbers: SIZE and LIMITS. */
const OFFER = /^(?:SIZE|AUTH|LIMITS|8BITMIME|SMTPUTF8|PIPELINING|CHUNKING|STARTTLS|DSN|ENHANCEDSTATUSCODES|BINARYMIME|DELIVERBY|ETRN|HELP|REQUIRETLS|BURL|FUTURERELEASE|XCLIENT|VRFY)\b/

/** What may be told of a submission (RFC 6409): commands, reply codes and the usual words; no address, no content, nothing by which somebody signs in. */
export class SmtpTeller implements LineTeller {
  readonly hasLiterals = false
  #isProving = false
  /** The content of a message is under way, from the server's 354 to its next reply. */
  #isContent = false

  client({ text }: HeardLine): string | undefined {
    if (this.#isContent) return undefined
    if (this.#isProving) return UNTOLD
    if (WITH_PARAMETERS.test(text)) return this.#parameters(text)
    const name = NAMED.exec(text)?.[0]
    if (name === undefined) return UNTOLD
    if (/^AUTH$/i.test(name)) {
      this.#isProving = true
      return `${name} ${tellWords(text.slice(name.length).trim().split(' ')[0] ?? '', { numbers: 'none' })} ${UNTOLD}`
    }
    return name === text ? name : `${name} ${UNTOLD}`
  }

  server({ text }: HeardLine): string | undefined {
    const [, code = '', separator = '', enhanced = '', rest = ''] = REPLY.exec(text) ?? []
    if (code === '') return UNTOLD
    if (code !== '334') this.#isProving = false
    this.#isContent = code === '354'
    if (code === '334') return `334 ${UNTOLD}`
    const offers = code === '250' && OFFER.test(rest)
    return `${code}${separator}${enhanced}${offers ? tellWords(rest, { numbers: /^(?:SIZE|LIMITS)\b/.test(rest) ? 'all' : 'none' }) : tellSentence(rest)}`.trimEnd()
  }

  /** The address stands in angle brackets, and may hold any of the others quoted. */
  #parameters(text: string): string {
    const [verb = ''] = WITH_PARAMETERS.exec(text) ?? []
    const behind = /^[^]*>((?: [A-Za-z0-9-]+(?:=[^ ]*)?)*)$/.exec(text)?.[1] ?? ''
    const parameters = behind.split(' ').map((each) => (/^SIZE=\d{1,15}$/i.test(each) ? each : tellWords(each, { numbers: 'none' })))
    return `${verb.toUpperCase()}<${UNTOLD}>${parameters.join(' ')}`
  }
}
