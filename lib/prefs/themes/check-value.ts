import type { CssNode } from 'css-tree'
import { TOKENS, type TokenKind } from '#lib/mail/themes/tokens.ts'

const COLORS = ['light-dark', 'rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color-mix', 'var', 'calc']
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
  color: { functions: COLORS, units: ['deg', 'turn'], words: /^[a-z]+$/, expected: 'a colour, or light-dark() of two' },
  shadow: { functions: [...COLORS, ...MATHS], units: ['rem', 'em', 'px', 'deg'], words: /^[a-z]+$/, expected: 'a shadow, as box-shadow has it', isList: true },
  length: { functions: MATHS, units: ['rem', 'em', 'px', 'ch', 'ex', 'vw', 'vh', 'dvh'], words: NOTHING, expected: 'a length such as 0.5rem' },
  number: { functions: MATHS, units: [], words: NOTHING, expected: 'a number' },
  time: { functions: MATHS, units: ['ms', 's'], words: NOTHING, expected: 'a time such as 120ms' },
  weight: { functions: ['var'], units: [], words: /^(normal|bold)$/, expected: 'a weight of a font such as 600' },
  font: { functions: ['var'], units: [], words: /^[a-z-][a-z0-9-]{0,63}$/, expected: 'names of fonts', isList: true },
  picture: { functions: ['linear-gradient', 'radial-gradient', 'repeating-linear-gradient', ...COLORS], units: ['deg', 'turn', 'rem', 'px', 'em'], words: /^[a-z]+$/, expected: 'none or a gradient' },
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
  return firstProblem(pieces, kind, { references: 0 })
}

interface Budget {
  references: number
}

function firstProblem(nodes: readonly CssNode[], kind: TokenKind, budget: Budget): string | undefined {
  for (const node of nodes) {
    const problem = pieceProblem(node, kind, budget)
    if (problem !== undefined) return problem
  }
  return undefined
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
      return unless(words.test(node.name.toLowerCase()))
    case 'String':
      return unless(kind === 'font' && /^[\p{L}\p{N} _-]{1,64}$/u.test(node.value))
    case 'Dimension':
      return unless(units.includes(node.unit.toLowerCase()))
    case 'Percentage':
      return unless(isColorful || kind === 'length')
    case 'Number':
      return unless(kind !== 'font' && kind !== 'place' && Math.abs(Number(node.value)) <= 10_000)
    case 'Operator':
      return unless([',', '/', '+', '-', '*'].includes(node.value.trim()))
    default:
      return unless(false)
  }
}

function functionProblem(node: CssNode & { type: 'Function' }, kind: TokenKind, budget: Budget): string | undefined {
  const name = node.name.toLowerCase()
  const { functions, expected } = KINDS[kind]
  if (!functions.includes(name)) return /^[a-z-]{1,30}$/.test(name) ? `${name}() is not used: it must be ${expected}` : `must be ${expected}`
  const inner = node.children.toArray()
  if (name !== 'var') {
    const commas = inner.filter((each) => each.type === 'Operator' && each.value.trim() === ',').length
    return name === 'light-dark' && commas !== 1 ? 'light-dark() needs two colours, the light and the dark one' : firstProblem(inner, kind, budget)
  }
  if (++budget.references > MOST_REFERENCES) return `var() stands there more than ${MOST_REFERENCES} times`
  const [reference] = inner
  const isKnown = inner.length === 1 && reference?.type === 'Identifier' && Object.hasOwn(TOKENS, reference.name)
  return isKnown ? undefined : 'var() names one custom property of the design, without a second value'
}
