import type { ExaminedConfig } from '#lib/config/load.ts'
import { mistakeSentence } from '#lib/i18n/reasons/config-sentence.ts'
import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { filesNotes } from '../commands/config.ts'
import { noteSentences } from '../config-sentences.ts'
import type { Finding } from './finding.ts'

const PLACE = { part: 'configuration', where: '' } as const

/** What is wrong or odd in the configuration, as `config check` says it. */
export async function configurationFindings(examined: ExaminedConfig): Promise<readonly Finding[]> {
  const problems = examined.problems.map((problem): Finding => ({ ...PLACE, level: 'problem', what: mistakeSentence(englishReasons, problem) }))
  const notes = [...noteSentences(examined.notes), ...(await filesNotes(examined))].map((what): Finding => ({ ...PLACE, level: 'warning', what }))
  return [...(problems.length === 0 ? [{ ...PLACE, level: 'ok', what: 'it is valid' } as const] : problems), ...notes]
}
