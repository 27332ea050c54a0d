import type { Formats } from '#lib/i18n/formats.ts'
import type { Words } from '#lib/i18n/words.ts'
import type { SaveAnswer, SaveState } from './saving/autosave.ts'

/** What the enhanced form says beside the fields. */
export interface ComposerStatus {
  readonly save: SaveState
  readonly answer: SaveAnswer | undefined
  readonly savedAt: number | undefined
  readonly restored: 'restored' | 'offered' | undefined
  readonly isDropping: boolean
  readonly isPosting: boolean
  readonly isEnhanced: boolean
}

/** What the form says about saving; '' while there is nothing to say. */
export function saveSentence(words: Words['compose'], time: Formats['time'], { save, answer, savedAt }: ComposerStatus): string {
  if (answer?.kind === 'refused') return answer.sentence
  if (save === 'offline') return words.offline
  if (save === 'saving') return words.saving
  if (save === 'unsaved') return words.unsaved
  if (save === 'saved' && savedAt !== undefined) return words.savedAt({ time: time(savedAt) })
  return ''
}
