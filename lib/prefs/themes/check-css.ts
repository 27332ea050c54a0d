import type { CssNode } from 'css-tree'
import generate from 'css-tree/generator'
import parse from 'css-tree/parser'
import { TOKENS, type TokenValues } from '#lib/mail/themes/tokens.ts'
import { valueProblem } from './check-value.ts'
import { THEME_LIMITS } from './theme-limits.ts'
import type { ThemeProblem } from './theme-problem.ts'
import { refused } from './theme-problem.ts'

/** One rule of theme.css, made of nothing but what was checked. */
export interface ThemeRule {
  /** A media query; undefined holds always. */
  readonly media?: string
  /** `:root`, with attributes. */
  readonly selectors: readonly string[]
  readonly values: TokenValues
}

export interface CheckedCss {
  readonly rules: readonly ThemeRule[]
  readonly problems: readonly ThemeProblem[]
}

const FILE = 'theme.css'
const ATTRIBUTE = String.raw`\[data-(?:scheme=(["']?)(?:light|dark|auto)\1|density=(["']?)(?:comfortable|compact)\2|font-size=(["']?)(?:small|normal|large|larger)\3)\]`
const SELECTOR = new RegExp(`^:root(?:${ATTRIBUTE}){0,3}$`)
const FEATURE = String.raw`\((?:prefers-color-scheme: ?(?:light|dark)|prefers-contrast: ?(?:more|less|no-preference|custom)|prefers-reduced-motion: ?(?:reduce|no-preference)|pointer: ?(?:coarse|fine|none)|hover: ?(?:hover|none)|(?:min|max)-(?:width|height): ?\d{1,4}(?:\.\d{1,3})?(?:px|rem|em)|orientation: ?(?:portrait|landscape))\)`
const MEDIA = new RegExp(`^(?:(?:screen|print)|(?:(?:screen|print) and )?${FEATURE}(?: and ${FEATURE}){0,3})$`)

/** Reads theme.css: custom properties on the root and nothing else. What it answers holds no text of the file that was not checked. */
export function checkThemeCss(css: string, files: ReadonlySet<string>): CheckedCss {
  const problems: ThemeProblem[] = []
  const rules: ThemeRule[] = []
  const lineOf = (node: CssNode): number | undefined => node.loc?.start.line
  const say = (node: CssNode, reason: string): void => void problems.push(refused(FILE, reason, lineOf(node)))
  // A "<" has no place in a theme, and what it is tried with is markup.
  if (/[<\\]|[^\P{Cc}\t\n\r\f]/u.test(css)) return { rules, problems: [refused(FILE, 'holds "<", a backslash or a control character, which no theme needs')] }
  const sheet = parseSheet(css, problems)
  if (sheet?.type !== 'StyleSheet') return { rules, problems }

  const readRule = (node: CssNode, media?: string): void => {
    if (node.type === 'Comment') return
    if (node.type !== 'Rule') return say(node, node.type === 'Atrule' ? atRuleReason(node.name) : 'is not a rule')
    if (rules.length >= THEME_LIMITS.rules) return say(node, `holds more than ${THEME_LIMITS.rules} rules`)
    const selectors = textOf(node.prelude).split(',').map((each) => each.trim())
    if (!selectors.every((each) => SELECTOR.test(each))) return say(node, 'has a selector other than :root with data-scheme, data-density or data-font-size: a theme only sets properties')
    rules.push({ ...(media === undefined ? {} : { media }), selectors: selectors.map(quoted), values: readValues(node.block, files, say) })
  }
  for (const node of sheet.children.toArray()) {
    if (node.type !== 'Atrule' || node.name.toLowerCase() !== 'media' || !node.block) {
      readRule(node)
      continue
    }
    const media = textOf(node.prelude).replaceAll(/\s+/g, ' ').trim().toLowerCase()
    if (!MEDIA.test(media)) say(node, 'has a media query that themes do not know')
    else for (const inner of node.block.children.toArray()) readRule(inner, media)
  }
  return { rules, problems }
}

function parseSheet(css: string, problems: ThemeProblem[]): CssNode | undefined {
  try {
    return parse(css, {
      parseCustomProperty: true,
      parseRulePrelude: false,
      parseAtrulePrelude: false,
      positions: true,
      onParseError: (error) => {
        if (problems.length < 20) problems.push(refused(FILE, 'is not valid CSS here', (error as unknown as { line?: number }).line))
      },
    })
  } catch {
    problems.push(refused(FILE, 'is not valid CSS'))
    return undefined
  }
}

function readValues(block: CssNode & { type: 'Block' }, files: ReadonlySet<string>, say: (node: CssNode, reason: string) => void): TokenValues {
  const values: Record<string, string> = {}
  for (const node of block.children.toArray()) {
    if (node.type === 'Comment') continue
    if (node.type !== 'Declaration') {
      say(node, 'is no property')
      continue
    }
    const name = node.property
    if (!Object.hasOwn(TOKENS, name)) {
      say(node, name.startsWith('--') ? `${shown(name)} is no property that a theme may set${nearOf(name)}` : `${shown(name)} is not set by themes: only custom properties are`)
      continue
    }
    const text = generate(node.value as Parameters<typeof generate>[0])
    const problem = node.important ? 'must not be !important' : valueProblem(name, node.value, text, files)
    if (problem === undefined) values[name] = text
    else say(node, `${name} ${problem}`)
  }
  return values
}

function atRuleReason(name: string): string {
  const lower = name.toLowerCase()
  if (lower === 'import') return '@import is not allowed: a theme is one file'
  if (lower === 'font-face') return '@font-face is not allowed: name fonts that people have'
  return '@media is the only at-rule of a theme'
}

const textOf = (node: CssNode | null): string => (node?.type === 'Raw' ? node.value : '')
const quoted = (selector: string): string => selector.replaceAll(/=["']?([a-z]+)["']?\]/g, "='$1']")
const shown = (name: string): string => name.slice(0, 40).replaceAll(/[^\w-]/g, '?')

function nearOf(name: string): string {
  const key = name.replaceAll('-', '')
  const near = Object.keys(TOKENS).find((token) => token.replaceAll('-', '') === key || (key.length > 3 && token.replaceAll('-', '').startsWith(key)))
  return near === undefined ? '' : `; perhaps ${near} is meant`
}
