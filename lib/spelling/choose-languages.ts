import { MOST_LANGUAGES } from '#lib/mail/writing/spelling/unknown-word.ts'

/** Those of the languages there are that fit the wanted ones, in their order: the same, or where there is none the first of the same language. */
export function chooseLanguages(wanted: readonly string[], there: readonly string[]): readonly string[] {
  const chosen = wanted.flatMap((each) => {
    const same = there.find((language) => language.toLowerCase() === each.trim().toLowerCase().replaceAll('_', '-'))
    return same ?? there.filter((language) => baseOf(language) === baseOf(each)).sort(usualFirst)[0] ?? []
  })
  return [...new Set(chosen)].slice(0, MOST_LANGUAGES)
}

const baseOf = (language: string): string => (language.trim().toLowerCase().split(/[-_]/)[0] ?? '')

/** `de` before `de-DE` before `de-AT`: what most people of a language mean comes first. */
function usualFirst(one: string, other: string): number {
  return rank(one) - rank(other)
}

function rank(language: string): number {
  const locale = new Intl.Locale(language)
  if (locale.region === undefined) return 0
  return new Intl.Locale(locale.language).maximize().region === locale.region ? 1 : 2
}
