import { lexer, type CssNode, type CssNodePlain } from 'css-tree'
import generate from 'css-tree/generator'
import { TOKENS, type TokenGroup, type TokenKind } from '#lib/mail/themes/tokens.ts'

const COLOR_FUNCTIONS = ['rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color-mix']
const COLORS = ['light-dark', ...COLOR_FUNCTIONS, 'var']
const MATHS = ['calc', 'min', 'max', 'clamp', 'var']
const NOTHING = /^(?!)/

interface KindRule {
  readonly functions: readonly string[]
  readonly units: readonly string[]
  readonly words: RegExp
  readonly expected: string
  /** More than one piece, such as a list of fonts. */
  readonly isList?: true
}

const KINDS: Readonly<Record<TokenKind, KindRule>> = {
  color: { functions: COLORS, units: ['deg', 'turn'], words: NOTHING, expected: 'a colour, or light-dark() of two' },
  shadow: { functions: [...COLORS, ...MATHS], units: ['rem', 'em', 'px', 'deg'], words: /^(none|inset)$/, expected: 'a shadow, as box-shadow has it', isList: true },
  length: { functions: MATHS, units: ['rem', 'em', 'px', 'ch', 'ex', 'vw', 'vh', 'dvh'], words: NOTHING, expected: 'a length such as 0.5rem' },
  number: { functions: MATHS, units: [], words: NOTHING, expected: 'a number' },
  time: { functions: MATHS, units: ['ms', 's'], words: NOTHING, expected: 'a time such as 120ms' },
  weight: { functions: ['var'], units: [], words: /^(normal|bold)$/, expected: 'a weight of a font such as 600' },
  font: { functions: ['var'], units: [], words: /^[a-z-][a-z0-9-]{0,63}$/, expected: 'names of fonts', isList: true },
  picture: { functions: ['linear-gradient', 'radial-gradient', 'repeating-linear-gradient', ...COLORS], units: ['deg', 'turn', 'rem', 'px', 'em'], words: /^(none|to|at|top|bottom|left|right|center|circle|ellipse|(closest|farthest)-(side|corner))$/, expected: 'none or a gradient' },
  place: { functions: ['var'], units: [], words: /^(start|center|end)$/, expected: 'start, center or end' },
}

/** `var()` in one value: each may stand for a long text. */
const MOST_REFERENCES = 4

/** Why a value cannot be what that custom property holds, as the end of a sentence; undefined where it can. It reaches nothing outside the style. */
export function valueProblem(token: string, value: CssNode): string | undefined {
  const kind = TOKENS[token]?.kind
  if (kind === undefined) return 'is no custom property of the design'
  const { expected, isList } = KINDS[kind]
  const pieces = value.type === 'Value' ? value.children.toArray() : []
  if (pieces.length === 0 || (!isList && pieces.length > 1)) return `must be ${expected}`
  return firstProblem(pieces, kind, { references: 0, most: MOST_REM[TOKENS[token]?.group ?? 'type'] ?? 6, isSigned: kind === 'shadow' || token.startsWith('--tracking') })
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

function sizeProblem(value: number, unit: string, { most, isSigned }: Budget): string | undefined {
  const size = IN_REM[unit]
  if (size === undefined) return isWithin(value, unit === 'deg' || unit === 'turn' ? -3600 : 0, unit === 'ms' ? 2000 : unit === 's' ? 2 : unit === 'deg' ? 3600 : 100) ? undefined : `${value}${unit} is no sensible value`
  return isWithin(value * size, isSigned ? -most : 0, most) ? undefined : `${value}${unit} is no sensible size: from ${isSigned ? -most : 0}rem to ${most}rem`
}

/** Line heights, weights, and what is reckoned with. */
function numberProblem(value: number, kind: TokenKind): string | undefined {
  const [least, most] = kind === 'number' ? [0.8, 4] : kind === 'weight' ? [1, 1000] : kind === 'length' || kind === 'time' ? [-10, 10] : [-1000, 1000]
  return isWithin(value, least, most) ? undefined : `${value} is no sensible value: from ${least} to ${most}`
}

const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most

/** A colour of CSS; what stands for a token counts as one. */
function isColor(node: CssNode): boolean {
  const text = generate(node as CssNodePlain).replaceAll(/var\([^()]*\)/g, 'red')
  return lexer.match('<color>', text).error === null
}

function firstProblem(nodes: readonly CssNode[], kind: TokenKind, budget: Budget): string | undefined {
  return firstOf(nodes, (node) => pieceProblem(node, kind, budget))
}

function firstOf<Node>(nodes: readonly Node[], problemOf: (node: Node) => string | undefined): string | undefined {
  for (const node of nodes) {
    const problem = problemOf(node)
    if (problem !== undefined) return problem
  }
  return undefined
}

type CssFunction = CssNode & { readonly type: 'Function' }

function referencesIn(node: CssFunction): readonly CssFunction[] {
  const inside = node.children.toArray().filter((each): each is CssFunction => each.type === 'Function')
  return inside.flatMap((each) => (each.name.toLowerCase() === 'var' ? [each] : referencesIn(each)))
}

function pieceProblem(node: CssNode, kind: TokenKind, budget: Budget): string | undefined {
  const { units, words, functions, expected } = KINDS[kind]
  const unless = (isRight: boolean): string | undefined => (isRight ? undefined : `must be ${expected}`)
  const isColorful = functions.includes('light-dark')
  switch (node.type) {
    case 'Url':
      return 'url() is not used: a theme refers to nothing; name the logo in theme.toml'
    case 'Function':
      return functionProblem(node, kind, budget)
    case 'Parentheses':
      return unless(functions.includes('calc')) ?? firstProblem(node.children.toArray(), kind, budget)
    case 'Hash':
      return unless(isColorful && /^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(node.value))
    case 'Identifier':
      return unless(words.test(node.name.toLowerCase()) || (isColorful && isColor(node)))
    case 'String':
      return unless(kind === 'font' && /^[\p{L}\p{N} _-]{1,64}$/u.test(node.value))
    case 'Dimension':
      return unless(units.includes(node.unit.toLowerCase())) ?? sizeProblem(Number(node.value), node.unit.toLowerCase(), budget)
    case 'Percentage':
      return unless(isColorful || (kind === 'length' && isWithin(Number(node.value), 0, 400)))
    case 'Number':
      return unless(kind !== 'font' && kind !== 'place') ?? numberProblem(Number(node.value), kind)
    case 'Operator':
      return unless([',', '/', '+', '-', '*'].includes(node.value.trim()))
    default:
      return unless(false)
  }
}

function functionProblem(node: CssFunction, kind: TokenKind, budget: Budget): string | undefined {
  const name = node.name.toLowerCase()
  const { functions, expected } = KINDS[kind]
  if (!functions.includes(name)) return /^[a-z-]{1,30}$/.test(name) ? `${name}() is not used: it must be ${expected}` : `must be ${expected}`
  const inner = node.children.toArray()
  if (COLOR_FUNCTIONS.includes(name)) return isColor(node) ? firstOf(referencesIn(node), (each) => functionProblem(each, kind, budget)) : `must be ${expected}`
  if (name !== 'var') {
    const commas = inner.filter((each) => each.type === 'Operator' && each.value.trim() === ',').length
    return name === 'light-dark' && commas !== 1 ? 'light-dark() needs two colours, the light and the dark one' : firstProblem(inner, kind, budget)
  }
  if (++budget.references > MOST_REFERENCES) return `var() stands there more than ${MOST_REFERENCES} times`
  const [reference] = inner
  const isKnown = inner.length === 1 && reference?.type === 'Identifier' && Object.hasOwn(TOKENS, reference.name)
  return isKnown ? undefined : 'var() names one custom property of the design, without a second value'
}
