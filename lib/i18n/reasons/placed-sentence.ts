import type { PageWords } from '../words.ts'

/** Where something is said; '' is no place in particular. */
export interface SentencePlace {
  readonly file: string
  readonly line?: number
  readonly part?: string
}

/** A sentence behind its place, in the language of these texts. */
export function placedSentence(places: PageWords['reasonPlaces'], { file, line, part }: SentencePlace, reason: string): string {
  if (file === '') return reason
  if (part === undefined) return line === undefined ? places.inFile({ file, reason }) : places.inLine({ file, line, reason })
  return line === undefined ? places.partInFile({ file, part, reason }) : places.partInLine({ file, line, part, reason })
}

/** The place alone. */
export function placeText(places: PageWords['reasonPlaces'], { file, line }: SentencePlace): string {
  return line === undefined ? file : places.line({ file, line })
}
