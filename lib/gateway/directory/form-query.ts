import type { DirectoryField, DirectoryMatch, DirectoryQuery } from '#lib/mail/directory/directory-query.ts'

/** The form that looks people up, as it is filled in. */
export interface LookUpFields {
  readonly scope: DirectoryQuery['scope']
  readonly join: DirectoryQuery['join']
  readonly field: DirectoryField
  readonly match: DirectoryMatch
  readonly text: string
  readonly field2: DirectoryField
  readonly match2: DirectoryMatch
  readonly text2: string
}

/** What the form asks; undefined where nothing was typed. */
export function formQuery({ scope, join, field, match, text, field2, match2, text2 }: LookUpFields): DirectoryQuery | undefined {
  const conditions = [{ field, match, text }, { field: field2, match: match2, text: text2 }].filter((condition) => condition.text.trim() !== '')
  return conditions.length === 0 ? undefined : { conditions, join, scope }
}
