/** A word of a text. */
export interface FoundWord {
  readonly word: string
  /** In UTF-16 units. */
  readonly start: number
  /** The number of its line. */
  readonly line: number
}

/** Letters, with apostrophes and hyphens between them. */
const WORD = /[\p{L}\p{M}]+(?:['’‑-][\p{L}\p{M}]+)*/gu
/** A longer one is none that a dictionary would know. */
const LONGEST = 60

/** The words of a text, one after the other; single letters are none. */
export function* findWords(text: string): Generator<FoundWord> {
  let [line, counted] = [0, 0]
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    for (; counted < start; counted++) if (text[counted] === '\n') line++
    if (word.length > 1 && word.length <= LONGEST) yield { word, start, line }
  }
}

/** The parts of a word with hyphens; the word itself where it has none. */
export function partsOf({ word, start, line }: FoundWord): readonly FoundWord[] {
  return [...word.matchAll(/[^‑-]+/g)].map(({ 0: part, index }) => ({ word: part, start: start + index, line }))
}
