import type { SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'

/** What several have answered so far, as one: in their order, each address once. Undefined where nobody has. */
export function joinAnswers(answers: readonly (SuggestionAnswer | undefined)[]): SuggestionAnswer | undefined {
  const given = answers.filter((answer) => answer !== undefined)
  if (given.length === 0) return undefined
  const all = given.flatMap(({ suggestions }) => suggestions)
  // Backwards, so that of one key the one that came first is kept.
  const first = new Map(all.toReversed().map((each) => [keyOf(each), each]))
  return { suggestions: all.filter((each) => first.get(keyOf(each)) === each), more: given.some(({ more }) => more), failures: given.flatMap(({ failures }) => failures) }
}

/** Groups have no address of their own. */
const keyOf = ({ address, written }: SuggestionAnswer['suggestions'][number]): string => (address === '' ? written : address).toLowerCase()
