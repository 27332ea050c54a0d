import type { HeardLine } from './line-feed.ts'
import type { LineTeller } from './line-teller.ts'
import { tellSentence, tellWords, UNTOLD } from './tell-words.ts'

const COMPLETION = /^(OK|NO|BYE)\b(?: (\([^)]*\)))?(?: "([^]*)")?/i
/** What a server says of itself (RFC 5804 §1.7); OWNER names somebody. */
const CAPABILITY = /^"(?:IMPLEMENTATION|SASL|SIEVE|STARTTLS|MAXREDIRECTS|NOTIFY|LANGUAGE|VERSION)"/i

/** What may be told of a conversation about filters (RFC 5804): commands, completions and capabilities; no script, no name of one, nothing by which somebody signs in. */
export class SieveTeller implements LineTeller {
  readonly hasLiterals = true
  #isProving = false

  client({ text, continues }: HeardLine): string | undefined {
    if (this.#isProving) return UNTOLD
    if (continues) return text === '' ? undefined : UNTOLD
    const name = /^[A-Za-z]+/.exec(text)?.[0] ?? ''
    const told = tellWords(name, { numbers: 'none' })
    if (/^AUTHENTICATE$/i.test(name)) {
      this.#isProving = true
      return `${told} ${tellWords(/"[^"]*"/.exec(text)?.[0] ?? '', { numbers: 'none', quoted: true })} ${UNTOLD}`
    }
    return text === name ? told : `${told} ${UNTOLD}`
  }

  server({ text, continues }: HeardLine): string | undefined {
    if (continues) return UNTOLD
    const found = COMPLETION.exec(text)
    if (!found) return CAPABILITY.test(text) ? tellWords(text, { numbers: 'none', quoted: true }) : UNTOLD
    this.#isProving = false
    const [, word = '', code, sentence] = found
    return [word, ...(code === undefined ? [] : [tellWords(code, { numbers: 'none' })]), ...(sentence === undefined ? [] : [`"${tellSentence(sentence)}"`])].join(' ')
  }
}
