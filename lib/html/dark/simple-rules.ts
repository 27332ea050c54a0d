import { brightnessOf } from './brightness.ts'

/** How bright letters and ground are, where somebody says so. */
export interface Look {
  readonly color?: number | undefined
  readonly ground?: number | undefined
  /** A picture is the ground. */
  readonly picture?: boolean | undefined
}

interface Rule {
  readonly look: Look
  readonly important: Look
}

/** Rules of a style sheet whose selector is one name: of an element, a class, an id, or all. By that selector, in small letters. */
export type SimpleRules = ReadonlyMap<string, Rule>

/** Selectors that are looked at. */
const RULES_LIMIT = 2_000
const SIMPLE = /^(?:\*|:root|[a-z][\w-]*|(?:[a-z][\w-]*)?[.#][\w-]+)$/i

/** The colours of a list of declarations, and whether a picture is the ground; `important` are those that say that they are. */
export function lookOf(declarations: string): Rule {
  const look: { -readonly [Key in keyof Look]: Look[Key] } = {}
  const important: { -readonly [Key in keyof Look]: Look[Key] } = {}
  for (const [, name = '', value = ''] of declarations.matchAll(/(?:^|;)\s*(color|background|background-color|background-image)\s*:([^;]{1,2000})/gi)) {
    const said = /!\s*important/i.test(value) ? important : look
    const property = name.toLowerCase()
    if (property === 'background' || property === 'background-image') said.picture = value.includes('url(')
    const brightness = property === 'background-image' ? undefined : brightnessOf(value)
    if (brightness !== undefined) said[property === 'color' ? 'color' : 'ground'] = brightness
  }
  return { look, important }
}

/** The simple rules of style sheets that were made safe: rules outside of `@media`, in their order. */
export function readSimpleRules(css: string): SimpleRules {
  const rules = new Map<string, Rule>()
  let isConditional = false
  for (const block of css.split('}')) {
    const [selectors = '', declarations, inside] = block.split('{')
    // A block that opens two is `@media` with its first rule; one that opens none closes it.
    isConditional = inside !== undefined || (isConditional && declarations !== undefined)
    if (isConditional || declarations === undefined) continue
    const read = lookOf(declarations)
    if (Object.keys(read.look).length + Object.keys(read.important).length === 0) continue
    for (const selector of selectors.split(',')) {
      const name = selector.trim()
      if (!SIMPLE.test(name) || rules.size >= RULES_LIMIT) continue
      // `td.dark` is looked up as `.dark`: no mail means two things by one class.
      const key = name.replace(/^[a-z][\w-]*(?=[.#])/i, '').toLowerCase()
      const before = rules.get(key)
      rules.set(key, { look: { ...before?.look, ...read.look }, important: { ...before?.important, ...read.important } })
    }
  }
  return rules
}
