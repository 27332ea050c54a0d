/** Line prefixes inside each other that are written; deeper ones would make every line longer than its text. */
const PREFIXES_LIMIT = 20

/** Writes lines of text from the pieces of an HTML tree: collapses blanks, joins breaks, puts prefixes in front of lines. */
export class TextWriter {
  readonly #limit: number
  readonly #lines: string[] = []
  #line = ''
  #length = 0
  /** Line breaks that the next text is parted by, and how many stand already. */
  #wanted = 0
  #space = false
  #cell = false
  #pre = 0
  readonly #prefixes: { readonly rest: string; first: string }[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  get full(): boolean {
    return this.#length >= this.#limit
  }

  /** Characters written so far. */
  get length(): number {
    return this.#length
  }

  /** The end of the line that is being written: what came since `start`, at most `limit` characters. */
  since(start: number, limit: number): string {
    return this.#line.slice(Math.max(0, this.#line.length - Math.min(limit, this.#length - start)))
  }

  text(value: string): void {
    const clean = value.replace(/[\u00ad\u034f\u200b\ufeff]/g, '')
    if (this.#pre > 0) this.#preformattedText(clean)
    else this.#flowing(clean)
  }

  newline(): void {
    this.#flushBreaks()
    this.#endLine()
  }

  /** What follows begins on a new line, behind a blank one when `lines` is 2. */
  breakLines(lines: 1 | 2): void {
    this.#wanted = Math.max(this.#wanted, lines)
    this.#cell = false
  }

  /** What follows belongs to the next cell of a row. */
  breakCell(): void {
    this.#cell = this.#line !== '' && this.#wanted === 0
    this.#space = false
  }

  preformatted(write: () => void): void {
    this.#pre++
    write()
    this.#pre--
  }

  /** Everything written inside has the prefixes in front of its lines: `first` once, then `rest`. */
  within(first: string, rest: string, write: () => void): void {
    this.breakLines(1)
    if (this.#prefixes.length >= PREFIXES_LIMIT) return write()
    this.#flushBreaks()
    this.#prefixes.push({ first, rest })
    write()
    this.breakLines(1)
    this.#finishLine()
    this.#prefixes.pop()
  }

  result(): string {
    this.#finishLine()
    return this.#lines.join('\n').replace(/^\n+/, '').trimEnd().slice(0, this.#limit)
  }

  #flowing(value: string): void {
    for (const word of value.split(/([ \t\r\n\f\u00a0]+)/)) {
      if (word === '') continue
      if (/^[ \t\r\n\f\u00a0]/.test(word)) this.#space = true
      else this.#word(word)
    }
  }

  #word(word: string): void {
    if (this.full) return
    this.#flushBreaks()
    if (this.#cell) this.#put('  ')
    else if (this.#space && this.#line !== '') this.#put(' ')
    this.#cell = false
    this.#space = false
    this.#put(word)
  }

  #preformattedText(value: string): void {
    for (const [index, line] of value.split(/\r\n|[\r\n]/).entries()) {
      if (this.full) return
      if (index > 0) this.newline()
      if (line === '') continue
      this.#flushBreaks()
      this.#put(line)
    }
  }

  #put(text: string): void {
    this.#line += text
    this.#length += text.length
  }

  #flushBreaks(): void {
    if (this.#wanted === 0) return
    this.#finishLine()
    const last = this.#lines.at(-1)
    if (this.#wanted === 2 && last !== undefined && /[^> ]/.test(last)) this.#endLine()
    this.#wanted = 0
    this.#space = false
  }

  #finishLine(): void {
    if (this.#line !== '') this.#endLine()
  }

  #endLine(): void {
    const prefix = this.#prefixes.map(({ rest, first }) => (this.#line === '' ? rest : first)).join('')
    if (this.#line !== '') for (const entry of this.#prefixes) entry.first = entry.rest
    this.#lines.push((prefix + this.#line).trimEnd())
    this.#length += prefix.length + 1
    this.#line = ''
    this.#space = false
    this.#cell = false
  }
}
