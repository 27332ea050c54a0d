import 'server-only'
import { judgeTyped, lookOf, usableThemes, zipFolder, type EditedTheme } from '#lib/gateway/themes/themes.ts'
import { typeValues, type TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import type { FormFields } from '../failed-forms.ts'
import { BUILT_IN, themes } from './themes-of.ts'

export { zipFolder }

/** What was typed, as a folder, with what is wrong. */
export async function judged(typed: TypedTheme): Promise<EditedTheme & Pick<Awaited<ReturnType<typeof judgeTyped>>, 'base'>> {
  return judgeTyped(themes(), typed)
}

/** The fields as they stand where somebody begins with that theme; with the built-in one where there is none of that name. */
export async function beginWith(name: string | undefined): Promise<TypedTheme> {
  const look = (name === undefined ? undefined : await lookOf(themes(), name)) ?? (await lookOf(themes(), BUILT_IN))
  if (!look) return { name: 'my-theme' }
  return { name: 'my-theme', title: 'My theme', about: '', parent: look.name, scheme: look.scheme, ...typeValues(look.values) }
}

/** The names and titles of all themes that one may be based on. */
export async function parents(): ReturnType<typeof usableThemes> {
  return usableThemes(themes())
}

/** A form's fields, each once. */
export function typedOf(fields: FormFields): TypedTheme {
  return Object.fromEntries(Object.entries(fields).map(([field, values]) => [field, values.at(-1) ?? '']))
}
