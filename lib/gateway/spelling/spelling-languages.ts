import { chooseLanguages } from '#lib/spelling/choose-languages.ts'

/** The languages that somebody's texts are checked with: those they chose, else that of the page. */
export function spellingLanguages(chosen: readonly string[], page: string, there: readonly string[]): readonly string[] {
  const languages = chooseLanguages(chosen, there)
  return languages.length > 0 ? languages : chooseLanguages([page], there)
}
