import { trimBlanks } from './blanks.ts'

/** One address as it is written: nothing decoded, quotes and escapes taken off. */
export interface ScannedMailbox {
  readonly kind: 'mailbox'
  /** The display name; the last comment where there is none (the form of RFC 822). */
  readonly name: string
  /** Obsolete source route, `@a,@b`; '' when there is none (RFC 5322 §4.4). */
  readonly route: string
  readonly local: string
  readonly domain: string
}

export type ScannedAddress = ScannedMailbox | { readonly kind: 'group-start'; readonly name: string } | { readonly kind: 'group-end' }

interface Token {
  readonly kind: 'atom' | 'quoted'
  readonly text: string
  readonly spaceBefore: boolean
}

/** Addresses of one header field that are looked at; the rest of a longer list is left out. */
export const ADDRESSES_LIMIT = 5_000

/** Encoded words are atoms even where they hold specials such as commas, as many mailers write them. */
const ENCODED_WORD = /=\?[^?\s]{1,60}\?[bq]\?[^?<>@\r\n]{0,500}\?=/iy

const ATOM_END = /[ \t\r\n()<>,;:"[\]]/g

/** The addresses of a header value in their order, in linear time, whatever is wrong with it (RFC 5322 §3.4 and §4.4). */
export function scanAddresses(text: string, most = ADDRESSES_LIMIT): ScannedAddress[] {
  return new AddressScanner(text).scan(most)
}

class AddressScanner {
  readonly #text: string
  readonly #found: ScannedAddress[] = []
  #at = 0
  #inGroup = false
  #spaceBefore = false
  #tokens: Token[] = []
  #angle: string | undefined
  #comment = ''
  /** An "@" was among the tokens. */
  #sawAt = false

  constructor(text: string) {
    this.#text = text
  }

  scan(most: number): ScannedAddress[] {
    while (this.#at < this.#text.length && this.#found.length < most) this.#step()
    this.#endMailbox()
    this.#endGroup()
    return this.#found
  }

  #step(): void {
    const character = this.#text[this.#at] ?? ''
    switch (character) {
      case '(':
        this.#comment = this.#readComment() || this.#comment
        this.#spaceBefore = true
        return
      case '"':
        return this.#push('quoted', this.#readQuoted())
      case '<':
        this.#angle = this.#readAngle()
        this.#spaceBefore = true
        return
      case ',':
        this.#at++
        return this.#endMailbox()
      case ';':
        this.#at++
        this.#endMailbox()
        return this.#endGroup()
      case ':':
        this.#at++
        return this.#colon()
      case '[':
        return this.#push('atom', this.#readDomainLiteral())
      case '>':
      case ')':
      case ']':
        this.#at++
        return
      default:
        if (' \t\r\n'.includes(character)) {
          this.#at++
          this.#spaceBefore = true
        } else this.#push('atom', this.#readAtom())
    }
  }

  #push(kind: Token['kind'], text: string): void {
    const token = { kind, text, spaceBefore: this.#spaceBefore }
    this.#tokens.push(token)
    this.#sawAt ||= hasAt(token)
    this.#spaceBefore = false
  }

  /** RFC 5322 §3.4: `group = display-name ":" [group-list] ";"`. Elsewhere a colon is text. */
  #colon(): void {
    const startsGroup = !this.#inGroup && this.#angle === undefined && this.#tokens.length > 0 && !this.#sawAt
    if (!startsGroup) return this.#push('atom', ':')
    this.#found.push({ kind: 'group-start', name: phrase(this.#tokens) })
    this.#inGroup = true
    this.#clear()
  }

  #endGroup(): void {
    if (this.#inGroup) this.#found.push({ kind: 'group-end' })
    this.#inGroup = false
  }

  #endMailbox(): void {
    const tokens = this.#tokens
    if (this.#angle !== undefined) {
      this.#found.push({ kind: 'mailbox', name: phrase(tokens) || this.#comment, ...readRouteAddr(this.#angle) })
    } else if (tokens.length > 0) this.#found.push(bareMailbox(tokens, this.#comment))
    this.#clear()
  }

  #clear(): void {
    this.#tokens = []
    this.#angle = undefined
    this.#comment = ''
    this.#spaceBefore = false
    this.#sawAt = false
  }

  #readAtom(): string {
    ENCODED_WORD.lastIndex = this.#at
    const word = this.#text.startsWith('=?', this.#at) ? ENCODED_WORD.exec(this.#text) : null
    ATOM_END.lastIndex = this.#at
    const end = word ? this.#at + word[0].length : (ATOM_END.exec(this.#text)?.index ?? this.#text.length)
    const atom = this.#text.slice(this.#at, end)
    this.#at = end
    return atom
  }

  /** The content of a quoted string; one that is not closed ends with the text. */
  #readQuoted(): string {
    let content = ''
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]
      if (character === '"') break
      if (character === '\\' && this.#at + 1 < this.#text.length) this.#at++
      content += this.#text[this.#at]
    }
    this.#at++
    return content
  }

  /** The content of a comment, inner comments with their parentheses. */
  #readComment(): string {
    let content = ''
    let depth = 1
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]
      if (character === '\\' && this.#at + 1 < this.#text.length) this.#at++
      else if (character === '(') depth++
      else if (character === ')' && --depth === 0) break
      content += this.#text[this.#at]
    }
    this.#at++
    return trimBlanks(content)
  }

  #readDomainLiteral(): string {
    // RFC 5321 §4.1.3: the longest literal is an IPv6 address with its tag.
    const ahead = this.#text.slice(this.#at, this.#at + 256)
    const literal = ahead.slice(0, ahead.indexOf(']') + 1) || '['
    this.#at += literal.length
    return literal
  }

  /** What stands between angle brackets, without comments; where the bracket is not closed it ends at the next comma. */
  #readAngle(): string {
    let content = ''
    this.#at++
    const hasRoute = /^[ \t<]{0,20}@/.test(this.#text.slice(this.#at, this.#at + 21))
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? ''
      if (character === '>') {
        this.#at++
        break
      }
      if (character === ',' && !hasRoute) break
      if (character === '"') content += `"${this.#readQuoted().replace(/["\\]/g, '\\$&')}"`
      else if (character === '(') this.#readComment()
      else {
        if (character !== '<') content += character
        this.#at++
      }
    }
    return content
  }
}

const hasAt = (token: Token): boolean => token.kind === 'atom' && token.text.includes('@')

/** The words of a display name, runs of blanks made one. */
function phrase(tokens: readonly Token[]): string {
  let text = ''
  for (const token of tokens) text += text !== '' && token.spaceBefore ? ` ${token.text}` : token.text
  return trimBlanks(text)
}

/** RFC 5322 §3.4.1 addr-spec behind an obsolete route; the last "@" outside quotes decides. */
function readRouteAddr(angle: string): { route: string; local: string; domain: string } {
  let text = trimBlanks(angle)
  let route = ''
  const colon = text.indexOf(':')
  if (text.startsWith('@') && colon > 0) {
    route = text.slice(0, colon).replace(/[ \t\r\n]+/g, '')
    text = trimBlanks(text.slice(colon + 1))
  }
  // In our own quoting a quoted string never ends behind a backslash.
  const quoted = /^"((?:[^"\\]|\\.)*)"[ \t]*(?:@(.*))?$/s.exec(text)
  if (quoted) return { route, local: (quoted[1] ?? '').replace(/\\(.)/gs, '$1'), domain: (quoted[2] ?? '').replace(/[ \t\r\n]+/g, '') }
  const packed = text.replace(/[ \t\r\n]+/g, '')
  const at = packed.lastIndexOf('@')
  return at < 0 ? { route, local: packed, domain: '' } : { route, local: packed.slice(0, at), domain: packed.slice(at + 1) }
}

/** An address without angle brackets; other words around it are its name. */
function bareMailbox(tokens: readonly Token[], comment: string): ScannedMailbox {
  const at = tokens.findLastIndex(hasAt)
  if (at < 0) {
    const [only, second] = tokens
    // One word is a local part; several are a name whose address got lost.
    if (only && !second && only.text !== ':') return { kind: 'mailbox', name: comment, route: '', local: only.text, domain: '' }
    return { kind: 'mailbox', name: phrase(tokens), route: '', local: '', domain: '' }
  }
  const [first, last] = addressExtent(tokens, at)
  const spec = tokens.slice(first, last + 1)
  const joined = spec.map(({ text }) => text).join('')
  const split = joined.lastIndexOf('@')
  const around = phrase([...tokens.slice(0, first), ...tokens.slice(last + 1)])
  return { kind: 'mailbox', name: around || comment, route: '', local: joined.slice(0, split), domain: joined.slice(split + 1) }
}

const isJoint = (character: string | undefined): boolean => character === '@' || character === '.'

/** RFC 5322 §4.4 allows blanks around "@" and "."; the address reaches as far as such joints do. */
function addressExtent(tokens: readonly Token[], at: number): readonly [number, number] {
  let [first, last] = [at, at]
  const joins = (left: Token | undefined, right: Token | undefined): boolean =>
    left !== undefined && right !== undefined && (!right.spaceBefore || isJoint(left.text.at(-1)) || isJoint(right.text[0]))
  while (joins(tokens[first - 1], tokens[first])) first--
  while (joins(tokens[last], tokens[last + 1])) last++
  return [first, last]
}
