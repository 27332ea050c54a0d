/** A text without case and accents, and where each of its characters came from. */
export interface Folded {
  readonly text: string
  /** For each UTF-16 unit of `text`, and for its end, the place in the text that it was made from. */
  readonly origins: readonly number[]
}

/** For comparing: "Änderung" and "aenderung" stay two words, "Änderung" and "anderung" become one; "ß" is "ss". */
export function fold(original: string): Folded {
  const origins: number[] = []
  let text = ''
  let at = 0
  for (const character of original) {
    const plain = character.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss')
    for (let unit = 0; unit < plain.length; unit++) origins.push(at)
    text += plain
    at += character.length
  }
  origins.push(at)
  return { text, origins }
}
