import type { CssNode } from 'css-tree'
import convertor from 'css-tree/convertor'
import generate from 'css-tree/generator'
import parse from 'css-tree/parser'
import { TOKENS } from '#lib/mail/themes/tokens.ts'
import { valueProblem } from './check-value.ts'
import type { ThemeProblem } from './theme.ts'

const MOST_CHARACTERS = 64 * 1024
const MOST_RULES = 50
const MOST_VALUE = 500
const MOST_PROBLEMS = 50

const ATTRIBUTE = String.raw`\[data-(?:scheme=(["']?)(?:light|dark|auto)\1|density=(["']?)(?:comfortable|compact)\2|font-size=(["']?)(?:small|normal|large|larger)\3)\]`
const SELECTOR = new RegExp(`^:root(?:${ATTRIBUTE})?$`)
const FEATURE = String.raw`\((?:prefers-color-scheme: ?(?:light|dark)|prefers-contrast: ?(?:more|less)|prefers-reduced-motion: ?reduce|pointer: ?(?:coarse|fine)|(?:min|max)-width: ?\d{1,4}(?:\.\d{1,3})?(?:px|rem|em))\)`
const MEDIA = new RegExp(`^(?:print|(?:screen and )?${FEATURE}(?: and ${FEATURE}){0,2})$`)

type Say = (node: CssNode | undefined, reason: string) => void

/**
 * Reads a theme's style: rules of :root that set custom properties of the design, and nothing else. `css` is written anew from
 * what was understood, above the built-in values; no text of the file gets into it unchecked.
 */
export function checkThemeCss(text: string): { readonly css: string } | { readonly problems: readonly ThemeProblem[] } {
  const problems: ThemeProblem[] = []
  const say: Say = (node, reason) => {
    const line = node?.loc?.start.line
    if (problems.length < MOST_PROBLEMS) problems.push({ file: 'theme.css', reason, ...(line === undefined ? {} : { line }) })
  }
  if (text.length > MOST_CHARACTERS) say(undefined, `it has more than ${MOST_CHARACTERS} characters`)
  else if (/[<\\]|[^\P{Cc}\t\n\r\f]/u.test(text)) say(undefined, 'it holds "<", a backslash or a control character, which no theme needs')
  else if (deepest(text) > 20) say(undefined, 'it is not valid CSS: brackets in brackets')
  const sheet = problems.length > 0 ? undefined : parseSheet(text, problems)
  const css = sheet?.type === 'StyleSheet' ? sheet.children.toArray().map((node) => writeNode(node, say)) : []
  if (css.length > MOST_RULES) say(undefined, `it has more than ${MOST_RULES} rules`)
  return problems.length > 0 ? { problems } : { css: css.join('') }
}

/** How deep brackets stand in each other: the parser and the printer walk them by recursion. */
function deepest(text: string): number {
  let depth = 0
  let most = 0
  for (const character of text) {
    if ('({['.includes(character)) most = Math.max(most, ++depth)
    else if (')}]'.includes(character)) depth--
  }
  return most
}

function parseSheet(text: string, problems: ThemeProblem[]): CssNode | undefined {
  try {
    return parse(text, {
      parseCustomProperty: true,
      parseRulePrelude: false,
      parseAtrulePrelude: false,
      positions: true,
      onParseError: ({ line }: { readonly line?: number }) => {
        if (problems.length < MOST_PROBLEMS) problems.push({ file: 'theme.css', reason: 'it is not valid CSS', ...(line === undefined ? {} : { line }) })
      },
    } as Parameters<typeof parse>[1])
  } catch {
    problems.push({ file: 'theme.css', reason: 'it is not valid CSS' })
    return undefined
  }
}

function writeNode(node: CssNode, say: Say): string {
  if (node.type === 'Comment') return ''
  if (node.type === 'Rule') return writeRule(node, say)
  if (node.type !== 'Atrule') {
    say(node, 'it is not valid CSS: no rule was understood here')
    return ''
  }
  const name = node.name.toLowerCase()
  const query = rawOf(node.prelude).replaceAll(/\s+/g, ' ').trim().toLowerCase()
  if (name !== 'media' || !node.block) say(node, `@${/^[a-z-]{1,30}$/.test(name) ? name : 'rule'} is not used: a theme is one file of rules for :root`)
  else if (!MEDIA.test(query)) say(node, '@media is used only with prefers-color-scheme, prefers-contrast, prefers-reduced-motion, pointer, a width, or print')
  else {
    const inner = node.block.children.toArray().map((each) => (each.type === 'Rule' || each.type === 'Comment' ? writeNode(each, say) : (say(each, '@media holds rules only'), '')))
    return `@media ${query.replaceAll(': ', ':')}{${inner.join('')}}`
  }
  return ''
}

function writeRule(node: CssNode & { type: 'Rule' }, say: Say): string {
  const selectors = rawOf(node.prelude).split(',').map((each) => each.trim())
  for (const each of selectors) if (!SELECTOR.test(each)) say(node, `the selector ${/^[\w:.#-]{1,40}$/.test(each) ? each : 'of this rule'} is not used: only :root, also with data-scheme, data-density or data-font-size`)
  const values = node.block.children.toArray().flatMap((each) => writeDeclaration(each, say))
  // Twice :root: above what base.css says, wherever the two styles stand in the head.
  return `${selectors.map((each) => each.replace(':root', ':root:root').replaceAll(/=["']?([a-z]+)["']?\]/g, "='$1']")).join()}{${values.join(';')}}`
}

function writeDeclaration(node: CssNode, say: Say): readonly string[] {
  if (node.type === 'Comment') return []
  if (node.type !== 'Declaration') {
    say(node, 'it is not valid CSS: no property was understood here')
    return []
  }
  const { property } = node
  if (!Object.hasOwn(TOKENS, property)) {
    say(node, `${/^[\w-]{1,60}$/.test(property) ? property : 'this'} is no custom property of the design`)
    return []
  }
  const problem = valueProblem(property, node.value)
  const value = generate(convertor.toPlainObject(node.value)).trim()
  if (value === '' || value.length > MOST_VALUE) say(node, `${property}: a value has 1 to ${MOST_VALUE} characters`)
  else if (node.important) say(node, `${property}: !important is not used`)
  else if (problem !== undefined) say(node, `${property}: ${problem}`)
  return [`${property}:${value}`]
}

const rawOf = (node: CssNode | null): string => (node?.type === 'Raw' ? node.value : '')
