import type { ShownState } from '#components/address-book/outside/outside-state.tsx'
import { problemSentence } from '#lib/gateway/outside-books/outside-problem.ts'
import type { OutsideState } from '#lib/gateway/outside-books/view-outside.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { refusalSentence } from '#lib/http/wording/failure-sentences.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import type { BookDesk } from '../address-book-page.tsx'

/** States of books in the words of their reader, with times in their zone. */
export async function stateWriter({ session, words, formats }: Pick<BookDesk, 'session' | 'words' | 'formats'>): Promise<(state: OutsideState) => ShownState> {
  const { values } = await preferences(session)
  const dates = formats.dates({ zone: values.time_zone || knownZone(undefined), now: new Date().toISOString() })
  return ({ book, isRunning, ended, problem, conflicts, untaken, untold }) => {
    const refusal = problemSentence(problem)
    return { book, isRunning, last: ended === 0 ? '' : dates.long(new Date(ended).toISOString()), problem: refusal && refusalSentence(words, refusal), areManyGone: problem === 'many-gone', conflicts, untaken, untold }
  }
}
