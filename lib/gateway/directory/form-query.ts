import type { DirectoryQuery, LookUpFields } from '#lib/mail/directory/directory-query.ts'

/** What the form asks; undefined where nothing was typed. */
export function formQuery({ scope, join, field, match, text, field2, match2, text2 }: LookUpFields): DirectoryQuery | undefined {
  const conditions = [{ field, match, text }, { field: field2, match: match2, text: text2 }].filter((condition) => condition.text.trim() !== '')
  return conditions.length === 0 ? undefined : { conditions, join, scope }
}
