import type { FailedDirectory } from '#lib/gateway/directory/look-up.ts'
import type { PageWords } from '#lib/i18n/words.ts'

/** Why a directory could not be asked, with its title. */
export function directorySentence({ directory }: Pick<PageWords, 'directory'>, { title, failure }: Pick<FailedDirectory, 'title' | 'failure'>): string {
  return directory.failures[failure]({ title })
}
