import type { PageWords } from '../words.ts'
import { placedSentence } from './placed-sentence.ts'
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
export function themeSentence({ reasonPlaces, themeReasons }: Pick<PageWords, 'reasonPlaces' | 'themeReasons'>, { reason, ...place }: PlacedReason): string {
  return placedSentence(reasonPlaces, place, reasonSentence(themeReasons, reason))
}
