import type { Scheme } from './contrast.ts'
import type { TokenValues } from './tokens.ts'

/** A theme as a page draws it in small. */
export interface ThemeLook {
  /** Of its folder. */
  readonly name: string
  /** For people. */
  readonly title: string
  readonly about: string
  /** The title of the theme whose values it begins with. */
  readonly parent: string | undefined
  readonly scheme: 'both' | Scheme
  /** All tokens as they are in each scheme. */
  readonly values: Readonly<Record<Scheme, TokenValues>>
}
