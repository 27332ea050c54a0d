import { schemeSide, type Scheme } from './contrast.ts'
import { TOKENS, type TokenValues } from './tokens.ts'

/** What somebody has typed into the theme editor, by the names of its fields. */
export type TypedTheme = Readonly<Record<string, string>>

/** Texts of a theme that the editor takes, as in the names of their files. */
export const TYPED_SLOTS = ['sign-in-header', 'sign-in-footer', 'notice'] as const

/** All that is typed besides tokens. */
const TYPED_ABOUT = ['name', 'title', 'about', 'parent', 'scheme', ...TYPED_SLOTS] as const

const SIDES: readonly Scheme[] = ['light', 'dark']

/** The fields of a token: a colour has one for each scheme. */
export function fieldsOfToken(token: string): readonly string[] {
  return TOKENS[token]?.kind === 'color' ? SIDES.map((side) => `${token}.${side}`) : [token]
}

/** Every field, in the order of the page. */
export const TYPED_FIELDS: readonly string[] = [...TYPED_ABOUT, ...Object.keys(TOKENS).flatMap((token) => fieldsOfToken(token))]

/** The fields as they stand where somebody begins with a theme. */
export function typeValues(values: Readonly<Record<Scheme, TokenValues>>): TypedTheme {
  return Object.fromEntries(
    Object.entries(TOKENS).flatMap(([token, { kind }]) =>
      kind === 'color' ? SIDES.map((side) => [`${token}.${side}`, schemeSide((values[side][token] ?? '').trim(), side)]) : [[token, values.light[token] ?? '']],
    ),
  )
}

/** The tokens that are typed, each as CSS writes it; what is left empty is not among them. */
export function typedValues(typed: TypedTheme): TokenValues {
  return Object.fromEntries(
    Object.keys(TOKENS).flatMap((token) => {
      const sides = fieldsOfToken(token).map((field) => (typed[field] ?? '').trim())
      const [light, dark] = [sides.find((each) => each !== ''), sides.findLast((each) => each !== '')]
      if (light === undefined || dark === undefined) return []
      return [[token, light === dark ? light : `light-dark(${light}, ${dark})`]]
    }),
  )
}
