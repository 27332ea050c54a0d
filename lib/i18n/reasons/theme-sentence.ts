import type { PageWords } from '../words.ts'
import { reasonSentence, type Sayable } from './reason-sentence.ts'

/** A reason of a theme and where it stands. */
export interface PlacedReason {
  /** '' where it is about the folder. */
  readonly file: string
  readonly line?: number
  /** The custom property or key that it is about, where the reason names none. */
  readonly part?: string
  readonly reason: Sayable<PageWords['themeReasons']>
}

/** Where something of a theme is wrong, and why. */
export function themeSentence({ themePlaces: places, themeReasons }: Pick<PageWords, 'themePlaces' | 'themeReasons'>, { file, line, part, reason: why }: PlacedReason): string {
  const reason = reasonSentence(themeReasons, why)
  if (file === '') return reason
  if (part === undefined) return line === undefined ? places.inFile({ file, reason }) : places.inLine({ file, line, reason })
  return line === undefined ? places.partInFile({ file, part, reason }) : places.partInLine({ file, line, part, reason })
}
