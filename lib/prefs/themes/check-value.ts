import type { CssNode } from 'css-tree'
import { TOKENS, type TokenKind } from '#lib/mail/themes/tokens.ts'
import { PICTURE_NAME, THEME_LIMITS } from './theme-limits.ts'

const COLOR_FUNCTIONS = ['light-dark', 'rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color-mix', 'var', 'calc']
const MATHS = ['calc', 'min', 'max', 'clamp', 'var']
const FUNCTIONS: Readonly<Record<TokenKind, readonly string[]>> = {
  color: COLOR_FUNCTIONS,
  shadow: [...COLOR_FUNCTIONS, ...MATHS],
  length: MATHS,
  number: MATHS,
  time: MATHS,
  weight: ['var'],
  font: ['var'],
  picture: ['var'],
  place: ['var'],
}
const UNITS: Readonly<Partial<Record<TokenKind, readonly string[]>>> = {
  length: ['rem', 'em', 'px', 'ch', 'vw', 'vh', 'dvh', 'ex'],
  shadow: ['rem', 'em', 'px', 'deg'],
  time: ['ms', 's'],
  color: ['deg', 'turn'],
}
/** Colours have figures, so that contrast can be measured; the words of a colour are those of its functions. */
const COLOR_WORDS = ['transparent', 'currentcolor', 'white', 'black', 'in', 'srgb', 'oklab', 'oklch', 'lab', 'lch', 'hsl', 'none']
const WORDS: Readonly<Record<TokenKind, RegExp>> = {
  color: new RegExp(`^(${COLOR_WORDS.join('|')})$`),
  shadow: new RegExp(`^(inset|${COLOR_WORDS.join('|')})$`),
  length: /^(?!)/,
  number: /^(?!)/,
  time: /^(?!)/,
  weight: /^(normal|bold)$/,
  font: /^[a-z-][a-z0-9-]{0,63}$/,
  picture: /^none$/,
  place: /^(start|center|end)$/,
}
const EXPECTED: Readonly<Record<TokenKind, string>> = {
  color: 'a colour: #rrggbb, a function such as rgb() or oklch(), or light-dark() of two of them',
  shadow: 'a shadow, as box-shadow has it',
  length: 'a length such as 0.5rem',
  number: 'a number',
  time: 'a time such as 120ms',
  weight: 'a weight of a font, such as 600',
  font: 'names of fonts',
  picture: 'none, or url() of a picture in this folder',
  place: 'start, center or end',
}
/** One value has one piece where the kind says so; a list of fonts or shadows has more. */
const MANY: readonly TokenKind[] = ['font', 'shadow']

/** Why a value cannot be what that token says, as the end of a sentence; undefined where it can. `files` are those of the theme's folder. */
export function valueProblem(token: string, value: CssNode, text: string, files: ReadonlySet<string>): string | undefined {
  const kind = TOKENS[token]?.kind
  if (kind === undefined) return 'is no property that a theme may set'
  if (text.length > THEME_LIMITS.value) return `is longer than ${THEME_LIMITS.value} characters`
  if (value.type !== 'Value') return `must be ${EXPECTED[kind]}`
  const pieces = value.children.toArray()
  if (pieces.length === 0 || (!MANY.includes(kind) && pieces.length !== 1)) return `must be ${EXPECTED[kind]}`
  const budget = { references: 0 }
  for (const piece of pieces) {
    const problem = pieceProblem(piece, kind, files, budget)
    if (problem !== undefined) return problem
  }
  return undefined
}

type Budget = { references: number }

function pieceProblem(node: CssNode, kind: TokenKind, files: ReadonlySet<string>, budget: Budget): string | undefined {
  const unless = (isRight: boolean): string | undefined => (isRight ? undefined : `must be ${EXPECTED[kind]}`)
  switch (node.type) {
    case 'Url':
      return urlProblem(node.value, kind, files)
    case 'Function':
      return functionProblem(node, kind, files, budget)
    case 'Parentheses':
      return unless(MATHS.some((name) => FUNCTIONS[kind].includes(name))) ?? firstProblem(node.children.toArray(), kind, files, budget)
    case 'Hash':
      return unless((kind === 'color' || kind === 'shadow') && /^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(node.value))
    case 'Identifier':
      return unless(WORDS[kind].test(node.name.toLowerCase()))
    case 'String':
      return unless(kind === 'font' && /^[\p{L}\p{N} _-]{1,64}$/u.test(node.value))
    case 'Dimension':
      return unless(UNITS[kind]?.includes(node.unit.toLowerCase()) ?? false)
    case 'Percentage':
      return unless(kind === 'length' || kind === 'color' || kind === 'shadow')
    case 'Number':
      return unless(!['font', 'picture', 'place'].includes(kind) && Math.abs(Number(node.value)) <= 10_000)
    case 'Operator':
      return unless([',', '/', '+', '-', '*'].includes(node.value.trim()))
    default:
      return unless(false)
  }
}

function firstProblem(nodes: readonly CssNode[], kind: TokenKind, files: ReadonlySet<string>, budget: Budget): string | undefined {
  for (const node of nodes) {
    const problem = pieceProblem(node, kind, files, budget)
    if (problem !== undefined) return problem
  }
  return undefined
}

function functionProblem(node: CssNode & { type: 'Function' }, kind: TokenKind, files: ReadonlySet<string>, budget: Budget): string | undefined {
  const name = node.name.toLowerCase()
  if (!FUNCTIONS[kind].includes(name)) return `must be ${EXPECTED[kind]}; ${/^[a-z-]{1,20}$/.test(name) ? `${name}()` : 'this function'} is not allowed`
  const inner = node.children.toArray()
  if (name === 'light-dark' && splitByComma(inner) !== 2) return 'needs two colours in light-dark(): the light and the dark one'
  if (name !== 'var') return firstProblem(inner, kind, files, budget)
  if (++budget.references > THEME_LIMITS.references) return `has more than ${THEME_LIMITS.references} var()`
  const [reference] = inner
  const target = reference?.type === 'Identifier' ? TOKENS[reference.name] : undefined
  if (inner.length !== 1 || target === undefined) return 'may use var() only of a property that a theme may set, without a second value'
  return target.kind === kind || (kind === 'shadow' && (target.kind === 'color' || target.kind === 'length')) ? undefined : `must be ${EXPECTED[kind]}; var() names something else`
}

function splitByComma(nodes: readonly CssNode[]): number {
  return 1 + nodes.filter((node) => node.type === 'Operator' && node.value.trim() === ',').length
}

function urlProblem(url: string, kind: TokenKind, files: ReadonlySet<string>): string | undefined {
  if (kind !== 'picture') return 'must not hold url(): only pictures may'
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return 'refers to something outside the folder: nothing is fetched from elsewhere'
  if (!PICTURE_NAME.test(url)) return 'must name a PNG, JPEG or WebP file in this folder'
  return files.has(url) ? undefined : 'names a picture that is not in this folder'
}
