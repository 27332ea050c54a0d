/**
 * Where each key of a TOML document stands: its dotted path with the line (from 1) on which it is first mentioned. Tables, and
 * elements of arrays by their index (`links.0.label`), are there too; the parser gives no positions. The text must be valid TOML.
 */
export function linesOfToml(text: string): ReadonlyMap<string, number> {
  return new LineScan(text).run()
}

/** Walks over a document that a parser has accepted; it only has to know where things begin and end. */
class LineScan {
  readonly #text: string
  readonly #lines = new Map<string, number>()
  /** How many `[[name]]` there were so far. */
  readonly #elements = new Map<string, number>()
  #at = 0
  #line = 1

  constructor(text: string) {
    this.#text = text
  }

  run(): ReadonlyMap<string, number> {
    let table: readonly string[] = []
    for (this.#skipBlank(); this.#at < this.#text.length; this.#skipBlank()) {
      if (this.#peek() === '[') table = this.#header()
      else this.#pair(table)
    }
    return this.#lines
  }

  /** `[a.b]` or `[[a.b]]`; answers the path that the keys behind it belong to. */
  #header(): readonly string[] {
    const isElement = this.#text.startsWith('[[', this.#at)
    const line = this.#line
    this.#move(isElement ? 2 : 1)
    const named = this.#insideElements(this.#key())
    while (this.#at < this.#text.length && this.#peek() === ']') this.#move(1)
    this.#note(named, line)
    if (!isElement) return named
    const name = named.join('.')
    const index = (this.#elements.get(name) ?? -1) + 1
    this.#elements.set(name, index)
    const element = [...named, String(index)]
    this.#note(element, line)
    return element
  }

  /** `[a.b.c]` below `[[a.b]]` belongs to the last element of it. */
  #insideElements(path: readonly string[]): readonly string[] {
    const found: string[] = []
    for (const [at, part] of path.entries()) {
      found.push(part)
      const last = this.#elements.get(found.join('.'))
      if (last !== undefined && at < path.length - 1) found.push(String(last))
    }
    return found
  }

  #pair(table: readonly string[]): void {
    const line = this.#line
    const path = [...table, ...this.#key()]
    this.#note(path, line)
    this.#skipSpaces()
    this.#move(1) // the "="
    this.#skipSpaces()
    this.#value(path)
  }

  #value(path: readonly string[]): void {
    const next = this.#peek()
    if (next === '[') this.#array(path)
    else if (next === '{') this.#inlineTable(path)
    else if (next === '"' || next === "'") this.#string()
    else while (this.#at < this.#text.length && !/[,\]}#\n\r]/.test(this.#peek())) this.#move(1)
  }

  #array(path: readonly string[]): void {
    this.#move(1)
    for (let index = 0; ; index++) {
      this.#skipBlank()
      if (this.#peek() === ',') this.#move(1)
      this.#skipBlank()
      if (this.#at >= this.#text.length || /[\]}]/.test(this.#peek())) break // a "}" is nobody's value: it would be looked at for ever
      const element = [...path, String(index)]
      this.#note(element, this.#line)
      this.#value(element)
    }
    this.#move(1)
  }

  #inlineTable(path: readonly string[]): void {
    this.#move(1)
    for (;;) {
      this.#skipBlank()
      if (this.#peek() === ',') this.#move(1)
      this.#skipBlank()
      if (this.#at >= this.#text.length || this.#peek() === '}') break
      this.#pair(path)
    }
    this.#move(1)
  }

  /** A dotted key: bare words and quoted parts; leaves the cursor behind it. */
  #key(): readonly string[] {
    const parts: string[] = []
    for (;;) {
      this.#skipSpaces()
      const quote = this.#peek()
      if (quote === '"' || quote === "'") parts.push(unquoted(this.#string()))
      else {
        const [bare = ''] = /^[A-Za-z0-9_-]*/.exec(this.#text.slice(this.#at, this.#at + 200)) ?? []
        parts.push(bare)
        this.#move(Math.max(bare.length, 0))
      }
      this.#skipSpaces()
      if (this.#peek() !== '.') return parts
      this.#move(1)
    }
  }

  /** A string of any of the four kinds, with its quotes. */
  #string(): string {
    const begin = this.#at
    const quote = this.#peek()
    const long = quote.repeat(3)
    if (!this.#text.startsWith(long, this.#at)) {
      this.#move(1)
      while (this.#at < this.#text.length && this.#peek() !== quote) this.#move(quote === '"' && this.#peek() === '\\' ? 2 : 1)
      this.#move(1)
      return this.#text.slice(begin, this.#at)
    }
    this.#move(3)
    while (this.#at < this.#text.length && !this.#text.startsWith(long, this.#at)) this.#move(quote === '"' && this.#peek() === '\\' ? 2 : 1)
    this.#move(3)
    while (this.#peek() === quote) this.#move(1) // up to two quotes may stand before the closing three
    return this.#text.slice(begin, this.#at)
  }

  #note(path: readonly string[], line: number): void {
    const name = path.join('.')
    if (!this.#lines.has(name)) this.#lines.set(name, line)
  }

  #peek(): string {
    return this.#text.charAt(this.#at)
  }

  #move(by: number): void {
    for (const end = this.#at + by; this.#at < end; this.#at++) if (this.#text.charAt(this.#at) === '\n') this.#line++
  }

  #skipSpaces(): void {
    while (this.#peek() === ' ' || this.#peek() === '\t') this.#move(1)
  }

  /** Spaces, line ends and comments. */
  #skipBlank(): void {
    for (;;) {
      const next = this.#peek()
      if (next === '#') while (this.#at < this.#text.length && this.#peek() !== '\n') this.#move(1)
      else if (next !== '' && /[\s\uFEFF]/.test(next)) this.#move(1)
      else return
    }
  }
}

function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1)
  try {
    return JSON.parse(text) as string
  } catch {
    return text.slice(1, -1) // an escape that only TOML knows: this key just has no line
  }
}
