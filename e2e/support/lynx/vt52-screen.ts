/** Position on the screen, from 0. */
export interface Position {
  readonly row: number
  readonly column: number
}

/**
 * The screen of a VT52, as far as terminfo(5) lets programs use it: the smallest terminal that full-screen programs accept.
 * Fed with octets in UTF-8; wide characters count as one column.
 */
export class Vt52Screen {
  readonly #rows: number
  readonly #columns: number
  readonly #decoder = new TextDecoder()
  #cells: string[][]
  #row = 0
  #column = 0
  /** Characters of a sequence that has begun: ESC, or ESC Y and perhaps the row. */
  #pending = ''

  constructor(rows: number, columns: number) {
    this.#rows = rows
    this.#columns = columns
    this.#cells = Array.from({ length: rows }, () => this.#blankLine())
  }

  get cursor(): Position {
    return { row: this.#row, column: this.#column }
  }

  /** The lines without the blanks at their ends. */
  get lines(): string[] {
    return this.#cells.map((line) => line.join('').trimEnd())
  }

  feed(octets: Uint8Array): void {
    for (const character of this.#decoder.decode(octets, { stream: true })) this.#take(character)
  }

  #take(character: string): void {
    if (this.#pending !== '') return this.#sequence(this.#pending + character)
    switch (character) {
      case '\u001b': this.#pending = character; return
      case '\r': this.#column = 0; return
      case '\n': return this.#lineFeed()
      case '\b': this.#column = Math.max(0, this.#column - 1); return
      case '\t': this.#column = Math.min(this.#columns - 1, (Math.floor(this.#column / 8) + 1) * 8); return
      default: if (character >= ' ') this.#write(character)
    }
  }

  #sequence(sequence: string): void {
    this.#pending = ''
    switch (sequence[1]) {
      case 'A': this.#row = Math.max(0, this.#row - 1); return
      case 'B': this.#row = Math.min(this.#rows - 1, this.#row + 1); return
      case 'C': this.#column = Math.min(this.#columns - 1, this.#column + 1); return
      case 'D': this.#column = Math.max(0, this.#column - 1); return
      case 'H': this.#row = 0; this.#column = 0; return
      case 'I': return this.#reverseLineFeed()
      case 'J': return this.#eraseBelow()
      case 'K': this.#cells[this.#row]?.fill(' ', this.#column); return
      case 'Y': return this.#move(sequence)
      default: // keypad modes and graphics change nothing that we read
    }
  }

  /** ESC Y, row and column, each 32 above its number. */
  #move(sequence: string): void {
    if (sequence.length < 4) {
      this.#pending = sequence
      return
    }
    this.#row = Math.min(this.#rows - 1, sequence.charCodeAt(2) - 32)
    this.#column = Math.min(this.#columns - 1, sequence.charCodeAt(3) - 32)
  }

  #write(character: string): void {
    const line = this.#cells[this.#row]
    if (line !== undefined) line[this.#column] = character
    // No automatic margin: the last column is overwritten.
    this.#column = Math.min(this.#columns - 1, this.#column + 1)
  }

  #lineFeed(): void {
    if (this.#row < this.#rows - 1) this.#row += 1
    else this.#cells = [...this.#cells.slice(1), this.#blankLine()]
  }

  #reverseLineFeed(): void {
    if (this.#row > 0) this.#row -= 1
    else this.#cells = [this.#blankLine(), ...this.#cells.slice(0, -1)]
  }

  #eraseBelow(): void {
    this.#cells[this.#row]?.fill(' ', this.#column)
    for (let row = this.#row + 1; row < this.#rows; row += 1) this.#cells[row] = this.#blankLine()
  }

  #blankLine(): string[] {
    return new Array<string>(this.#columns).fill(' ')
  }
}
