import type { CssNode } from 'css-tree'
import convertor from 'css-tree/convertor'
import generate from 'css-tree/generator'
import parse from 'css-tree/parser'
import type { ThemeProblem, ThemeReason } from '#lib/mail/themes/theme-reason.ts'
import { TOKENS } from '#lib/mail/themes/tokens.ts'
import { valueReason } from './check-value.ts'

const MOST_CHARACTERS = 64 * 1024
const MOST_RULES = 50
const MOST_VALUE = 500
const MOST_PROBLEMS = 50

const ATTRIBUTE = String.raw`\[data-(?:scheme=(["']?)(?:light|dark|auto)\1|density=(["']?)(?:comfortable|compact)\2|font-size=(["']?)(?:small|normal|large|larger)\3)\]`
const SELECTOR = new RegExp(`^:root(?:${ATTRIBUTE})?$`)
const FEATURE = String.raw`\((?:prefers-color-scheme: ?(?:light|dark)|prefers-contrast: ?(?:more|less)|prefers-reduced-motion: ?reduce|pointer: ?(?:coarse|fine)|(?:min|max)-width: ?\d{1,4}(?:\.\d{1,3})?(?:px|rem|em))\)`
const MEDIA = new RegExp(`^(?:print|(?:screen and )?${FEATURE}(?: and ${FEATURE}){0,2})$`)

/** `part` is the custom property that it is about, where the reason names none. */
type Say = (node: CssNode | undefined, reason: ThemeReason, part?: string) => void

/**
 * Reads a theme's style: rules of :root that set custom properties of the design, and nothing else. `css` is written anew from
 * what was understood, above the built-in values; no text of the file gets into it unchecked.
 */
export function checkThemeCss(text: string): { readonly css: string } | { readonly problems: readonly ThemeProblem[] } {
  const problems: ThemeProblem[] = []
  const say: Say = (node, reason, part) => {
    const line = node?.loc?.start.line
    if (problems.length < MOST_PROBLEMS) problems.push({ file: 'theme.css', ...(line === undefined ? {} : { line }), ...(part === undefined ? {} : { part }), reason })
  }
  if (text.length > MOST_CHARACTERS) say(undefined, { code: 'too-many-characters', most: MOST_CHARACTERS })
  else if (/[<\\]|[^\P{Cc}\t\n\r\f]/u.test(text)) say(undefined, { code: 'needless-characters' })
  else if (deepest(text) > 20) say(undefined, { code: 'too-deep' })
  const sheet = problems.length > 0 ? undefined : parseSheet(text, problems)
  const css = sheet?.type === 'StyleSheet' ? sheet.children.toArray().map((node) => writeNode(node, say)) : []
  if (css.length > MOST_RULES) say(undefined, { code: 'too-many-rules', most: MOST_RULES })
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
        if (problems.length < MOST_PROBLEMS) problems.push({ file: 'theme.css', ...(line === undefined ? {} : { line }), reason: { code: 'not-css' } })
      },
    } as Parameters<typeof parse>[1])
  } catch {
    problems.push({ file: 'theme.css', reason: { code: 'not-css' } })
    return undefined
  }
}

function writeNode(node: CssNode, say: Say): string {
  if (node.type === 'Comment') return ''
  if (node.type === 'Rule') return writeRule(node, say)
  if (node.type !== 'Atrule') {
    say(node, { code: 'not-rule' })
    return ''
  }
  const name = node.name.toLowerCase()
  const query = rawOf(node.prelude).replaceAll(/\s+/g, ' ').trim().toLowerCase()
  if (name !== 'media' || !node.block) say(node, { code: 'at-rule', rule: /^[a-z-]{1,30}$/.test(name) ? name : 'rule' })
  else if (!MEDIA.test(query)) say(node, { code: 'media-query' })
  else {
    const inner = node.block.children.toArray().map((each) => (each.type === 'Rule' || each.type === 'Comment' ? writeNode(each, say) : (say(each, { code: 'media-content' }), '')))
    return `@media ${query.replaceAll(': ', ':')}{${inner.join('')}}`
  }
  return ''
}

function writeRule(node: CssNode & { type: 'Rule' }, say: Say): string {
  const selectors = rawOf(node.prelude).split(',').map((each) => each.trim())
  for (const each of selectors) if (!SELECTOR.test(each)) say(node, /^[\w:.#-]{1,40}$/.test(each) ? { code: 'selector', selector: each } : { code: 'strange-selector' })
  const values = node.block.children.toArray().flatMap((each) => writeDeclaration(each, say))
  // Twice :root: above what base.css says, wherever the two styles stand in the head.
  return `${selectors.map((each) => each.replace(':root', ':root:root').replaceAll(/=["']?([a-z]+)["']?\]/g, "='$1']")).join()}{${values.join(';')}}`
}

function writeDeclaration(node: CssNode, say: Say): readonly string[] {
  if (node.type === 'Comment') return []
  if (node.type !== 'Declaration') {
    say(node, { code: 'not-property' })
    return []
  }
  const { property } = node
  if (!Object.hasOwn(TOKENS, property)) {
    say(node, /^[\w-]{1,60}$/.test(property) ? { code: 'unknown-property', property } : { code: 'strange-property' })
    return []
  }
  const reason = valueReason(property, node.value)
  const value = generate(convertor.toPlainObject(node.value)).trim()
  if (value === '' || value.length > MOST_VALUE) say(node, { code: 'value-length', most: MOST_VALUE }, property)
  else if (node.important) say(node, { code: 'important' }, property)
  else if (reason !== undefined) say(node, reason, property)
  return [`${property}:${value}`]
}

const rawOf = (node: CssNode | null): string => (node?.type === 'Raw' ? node.value : '')
