import { lexer, type CssNode, type CssNodePlain } from 'css-tree'
import generate from 'css-tree/generator'
import type { ThemeReason } from '#lib/mail/themes/theme-reason.ts'
import { TOKENS, type TokenGroup, type TokenKind } from '#lib/mail/themes/tokens.ts'

const COLOR_FUNCTIONS = ['rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color-mix']
const COLORS = ['light-dark', ...COLOR_FUNCTIONS, 'var']
const MATHS = ['calc', 'min', 'max', 'clamp', 'var']
const NOTHING = /^(?!)/

interface KindRule {
  readonly functions: readonly string[]
  readonly units: readonly string[]
  readonly words: RegExp
  /** More than one piece, such as a list of fonts. */
  readonly isList?: true
}

const KINDS: Readonly<Record<TokenKind, KindRule>> = {
  color: { functions: COLORS, units: ['deg', 'turn'], words: NOTHING },
  shadow: { functions: [...COLORS, ...MATHS], units: ['rem', 'em', 'px', 'deg'], words: /^(none|inset)$/, isList: true },
  length: { functions: MATHS, units: ['rem', 'em', 'px', 'ch', 'ex', 'vw', 'vh', 'dvh'], words: NOTHING },
  number: { functions: MATHS, units: [], words: NOTHING },
  time: { functions: MATHS, units: ['ms', 's'], words: NOTHING },
  weight: { functions: ['var'], units: [], words: /^(normal|bold)$/ },
  font: { functions: ['var'], units: [], words: /^[a-z-][a-z0-9-]{0,63}$/, isList: true },
  picture: { functions: ['linear-gradient', 'radial-gradient', 'repeating-linear-gradient', ...COLORS], units: ['deg', 'turn', 'rem', 'px', 'em'], words: /^(none|to|at|top|bottom|left|right|center|circle|ellipse|(closest|farthest)-(side|corner))$/ },
  place: { functions: ['var'], units: [], words: /^(start|center|end)$/ },
}

/** `var()` in one value: each may stand for a long text. */
const MOST_REFERENCES = 4

/** Why a value cannot be what that custom property holds; undefined where it can. It reaches nothing outside the style. */
export function valueReason(token: string, value: CssNode): ThemeReason | undefined {
  const kind = TOKENS[token]?.kind
  if (kind === undefined) return { code: 'unknown-property', property: token }
  const { isList } = KINDS[kind]
  const pieces = value.type === 'Value' ? value.children.toArray() : []
  if (pieces.length === 0 || (!isList && pieces.length > 1)) return { code: `must-be-${kind}` }
  return firstReason(pieces, kind, { references: 0, most: MOST_REM[TOKENS[token]?.group ?? 'type'] ?? 6, isSigned: kind === 'shadow' || token.startsWith('--tracking') })
}

interface Budget {
  references: number
  /** The largest size, in the letters' own. */
  readonly most: number
  /** May be less than nothing. */
  readonly isSigned: boolean
}

/** Larger sizes leave nothing of a screen to see. */
const MOST_REM: Readonly<Partial<Record<TokenGroup, number>>> = { spaces: 6, type: 4, density: 100, shape: 6, 'sign-in': 80 }
/** How many of the letters' size one of a unit is, about. */
const IN_REM: Readonly<Record<string, number>> = { rem: 1, em: 1, px: 1 / 16, ch: 0.5, ex: 0.5 }

function sizeReason(value: number, unit: string, { most, isSigned }: Budget): ThemeReason | undefined {
  const size = IN_REM[unit]
  if (size === undefined) return isWithin(value, unit === 'deg' || unit === 'turn' ? -3600 : 0, unit === 'ms' ? 2000 : unit === 's' ? 2 : unit === 'deg' ? 3600 : 100) ? undefined : { code: 'value', value: `${value}${unit}` }
  const least = isSigned ? -most : 0
  return isWithin(value * size, least, most) ? undefined : { code: 'size', value: `${value}${unit}`, least, most }
}

/** Line heights, weights, and what is reckoned with. */
function numberReason(value: number, kind: TokenKind): ThemeReason | undefined {
  const [least, most] = kind === 'number' ? [0.8, 4] : kind === 'weight' ? [1, 1000] : kind === 'length' || kind === 'time' ? [-10, 10] : [-1000, 1000]
  return isWithin(value, least, most) ? undefined : { code: 'number', value, least, most }
}

const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most

/** A colour of CSS; what stands for a token counts as one. */
function isColor(node: CssNode): boolean {
  const text = generate(node as CssNodePlain).replaceAll(/var\([^()]*\)/g, 'red')
  return lexer.match('<color>', text).error === null
}

function firstReason(nodes: readonly CssNode[], kind: TokenKind, budget: Budget): ThemeReason | undefined {
  return firstOf(nodes, (node) => pieceReason(node, kind, budget))
}

function firstOf<Node>(nodes: readonly Node[], reasonOf: (node: Node) => ThemeReason | undefined): ThemeReason | undefined {
  for (const node of nodes) {
    const reason = reasonOf(node)
    if (reason !== undefined) return reason
  }
  return undefined
}

type CssFunction = CssNode & { readonly type: 'Function' }

function referencesIn(node: CssFunction): readonly CssFunction[] {
  const inside = node.children.toArray().filter((each): each is CssFunction => each.type === 'Function')
  return inside.flatMap((each) => (each.name.toLowerCase() === 'var' ? [each] : referencesIn(each)))
}

function pieceReason(node: CssNode, kind: TokenKind, budget: Budget): ThemeReason | undefined {
  const { units, words, functions } = KINDS[kind]
  const unless = (isRight: boolean): ThemeReason | undefined => (isRight ? undefined : { code: `must-be-${kind}` })
  const isColorful = functions.includes('light-dark')
  switch (node.type) {
    case 'Url':
      return { code: 'url' }
    case 'Function':
      return functionReason(node, kind, budget)
    case 'Parentheses':
      return unless(functions.includes('calc')) ?? firstReason(node.children.toArray(), kind, budget)
    case 'Hash':
      return unless(isColorful && /^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(node.value))
    case 'Identifier':
      return unless(words.test(node.name.toLowerCase()) || (isColorful && isColor(node)))
    case 'String':
      return unless(kind === 'font' && /^[\p{L}\p{N} _-]{1,64}$/u.test(node.value))
    case 'Dimension':
      return unless(units.includes(node.unit.toLowerCase())) ?? sizeReason(Number(node.value), node.unit.toLowerCase(), budget)
    case 'Percentage':
      return unless(isColorful || (kind === 'length' && isWithin(Number(node.value), 0, 400)))
    case 'Number':
      return unless(kind !== 'font' && kind !== 'place') ?? numberReason(Number(node.value), kind)
    case 'Operator':
      return unless([',', '/', '+', '-', '*'].includes(node.value.trim()))
    default:
      return unless(false)
  }
}

function functionReason(node: CssFunction, kind: TokenKind, budget: Budget): ThemeReason | undefined {
  const name = node.name.toLowerCase()
  const { functions } = KINDS[kind]
  if (!functions.includes(name)) return /^[a-z-]{1,30}$/.test(name) ? { code: `function-for-${kind}`, function: name } : { code: `must-be-${kind}` }
  const inner = node.children.toArray()
  if (COLOR_FUNCTIONS.includes(name)) return isColor(node) ? firstOf(referencesIn(node), (each) => functionReason(each, kind, budget)) : { code: `must-be-${kind}` }
  if (name !== 'var') {
    const commas = inner.filter((each) => each.type === 'Operator' && each.value.trim() === ',').length
    return name === 'light-dark' && commas !== 1 ? { code: 'light-dark' } : firstReason(inner, kind, budget)
  }
  if (++budget.references > MOST_REFERENCES) return { code: 'too-many-references', most: MOST_REFERENCES }
  const [reference] = inner
  const isKnown = inner.length === 1 && reference?.type === 'Identifier' && Object.hasOwn(TOKENS, reference.name)
  return isKnown ? undefined : { code: 'reference' }
}
