import type { AtrulePlain, CssNodePlain, DeclarationPlain, RulePlain } from 'css-tree'
import convertor from 'css-tree/convertor'
import generate from 'css-tree/generator'
import parse from 'css-tree/parser'
import { IMAGE_PROPERTIES, KEPT_FUNCTIONS, KEPT_POSITIONS, KEPT_PROPERTIES, STRING_PROPERTIES } from './css-properties.ts'
import { isTracker } from '../trackers.ts'
import type { ImagePolicy } from './image-policy.ts'

/** Characters of a message's style sheets that are read, all together. */
export const CSS_LIMIT = 512 * 1024

/** Characters of one value, images aside. */
const VALUE_LIMIT = 2000

/** Every id gets this in front, in elements and selectors, so that none can be mistaken for one of ours. */
export const ID_PREFIX = 'mail-'

/** Escapes, ends of blocks and of the style element: no kept value or selector needs any of these. */
const SUSPECT = /[<>\\@{};]/

/** `>` joins selectors. */
const SUSPECT_SELECTOR = /[<\\@{};]/

type Context = 'stylesheet' | 'declarationList'

/**
 * css-tree 3.2.1 reuses its table of tokens and, behind a bracket that closes, looks at the entry numbered by the text's length, which
 * may be left from another text. An opening brace there makes it go round for ever: two style attributes of a mail would stop the process.
 * A text of semicolons that is a little longer leaves nothing behind that opens anything.
 */
function forgetEarlierTokens(length: number): void {
  parse(';'.repeat(length + 2), { context: 'declarationList' })
}

/** The tree of a style text; undefined where the parser gives up, which hostile nesting can make it do. */
function parseCss(css: string, context: Context): CssNodePlain | undefined {
  forgetEarlierTokens(css.length)
  try {
    // Asked for arrays at once, the parser reads no value that holds a blank.
    return convertor.toPlainObject(parse(css, { context, parseCustomProperty: false }))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** The kept declarations of a style attribute, '' when there are none. */
export function sanitizeDeclarations(css: string, images: ImagePolicy): string {
  const list = parseCss(css, 'declarationList')
  return list?.type === 'DeclarationList' ? writeDeclarations(list.children, images) : ''
}

interface RuleManner {
  readonly images: ImagePolicy
  /** The class inside of which the rules hold; everywhere where it is left out. */
  readonly inside: string | undefined
}

/** The rules of a style element that are kept. */
export interface KeptRules {
  readonly rules: string
  /** Those for dark screens, without their condition. */
  readonly dark: string
}

/** The kept rules of a style element; `media` is its attribute. Only plain rules and @media are kept. */
export function sanitizeStylesheet(css: string, media: string, manner: RuleManner): KeptRules {
  const text = media.trim() === '' ? css : `@media ${media}{${css}\n}`
  const sheet = parseCss(text, 'stylesheet')
  if (sheet?.type !== 'StyleSheet') return { rules: '', dark: '' }
  const dark: string[] = []
  return { rules: writeRules(sheet.children, manner, dark), dark: dark.join('') }
}

/** Without `dark` the nodes stand in @media themselves. */
function writeRules(nodes: readonly CssNodePlain[], manner: RuleManner, dark?: string[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'Rule') return writeRule(node, manner)
      return node.type === 'Atrule' && dark ? writeMedia(node, manner, dark) : ''
    })
    .join('')
}

function writeRule({ prelude, block }: RulePlain, { images, inside }: RuleManner): string {
  if (prelude.type !== 'SelectorList') return ''
  const selector = inside === undefined ? generated(withPrefixedIds(prelude)) : selectorInside(prelude.children, inside)
  if (selector === undefined || selector === '' || SUSPECT_SELECTOR.test(selector)) return ''
  const declarations = writeDeclarations(block.children, images)
  return declarations === '' ? '' : `${selector}{${declarations}}`
}

/** Each selector for what is inside of that class alone; what it says of the whole page it says of the class. Undefined where one cannot be written. */
function selectorInside(selectors: readonly CssNodePlain[], inside: string): string | undefined {
  const written = selectors.map((selector) => generated(withPrefixedIds(selector)))
  if (written.some((selector) => selector === undefined || selector === '')) return undefined
  const scoped = written.map((selector = '') => {
    if (selector === `.${inside}` || selector.startsWith(`.${inside} `)) return selector
    const rest = selector.replace(/^(?:html|body|:root)(?![\w-])(?: (?:body)(?![\w-]))?/i, '')
    return rest === selector ? `.${inside} ${selector}` : `.${inside}${rest}`
  })
  return scoped.join(',')
}

/** For dark screens and nothing else. */
const DARK_QUERY = /^(?:(?:only )?(?:screen|all) and )?\(prefers-color-scheme:dark\)$/i

/** @media with its rules; one for dark screens goes into `dark`; inside another @media it goes, which no mail needs and which would nest without end. */
function writeMedia({ name, prelude, block }: AtrulePlain, manner: RuleManner, dark: string[]): string {
  if (name.toLowerCase() !== 'media' || prelude?.type !== 'AtrulePrelude' || !block) return ''
  const query = generated(prelude)
  if (query === undefined || query.length > VALUE_LIMIT || !/^[\w\s\-(),:.=/]+$/.test(query)) return ''
  if (DARK_QUERY.test(query)) dark.push(writeRules(block.children, manner))
  if (/prefers-color-scheme/i.test(query)) return ''
  const rules = writeRules(block.children, manner)
  return rules === '' ? '' : `@media ${query}{${rules}}`
}

function writeDeclarations(nodes: readonly CssNodePlain[], images: ImagePolicy): string {
  return nodes
    .map((node) => (node.type === 'Declaration' ? writeDeclaration(node, images, nodes) : undefined))
    .filter((text) => text !== undefined)
    .join(';')
}

function writeDeclaration({ property, value, important }: DeclarationPlain, images: ImagePolicy, beside: readonly CssNodePlain[]): string | undefined {
  const name = property.toLowerCase()
  const picture = (url: string): string | undefined => (IMAGE_PROPERTIES.has(name) ? images.resolve(url, isTracker({ src: url, width: '', height: '', style: styleText(beside) })) : undefined)
  if (!KEPT_PROPERTIES.has(name) || value.type !== 'Value') return undefined
  const urls: string[] = []
  if (!value.children.every((node) => isKeptValue(node, name, picture, urls))) return undefined
  const text = generated({ ...value, children: value.children.map(withoutUrl) })
  if (text === undefined || text === '' || text.length > VALUE_LIMIT || SUSPECT.test(text)) return undefined
  if (name === 'position' && !KEPT_POSITIONS.has(text.toLowerCase())) return undefined
  // Images are put in behind the check: their URLs are long, and known to be ours.
  const whole = urls.reduce((written, url) => written.replace(URL_PLACE, () => `url("${url}")`), text)
  return `${name}:${whole}${important === false ? '' : '!important'}`
}

/** Stands for an image while the value is checked; no CSS that was read can hold it, since identifiers are checked. */
const URL_PLACE = '--mail-image'

function withoutUrl(node: CssNodePlain): CssNodePlain {
  return node.type === 'Url' ? { type: 'Identifier', name: URL_PLACE } : node
}

/** The declarations as text, to see how large and how visible what has them is. */
function styleText(nodes: readonly CssNodePlain[]): string {
  return nodes.map((node) => generated(node) ?? '').join(';')
}

/** True when that piece of a value may stay; URLs that `picture` resolved are put into `urls`. */
function isKeptValue(node: CssNodePlain, property: string, picture: (url: string) => string | undefined, urls: string[]): boolean {
  switch (node.type) {
    case 'Identifier':
      return !node.name.startsWith('--')
    case 'Number':
    case 'Percentage':
    case 'Dimension':
    case 'Hash':
    case 'Operator':
    case 'WhiteSpace':
      return true
    case 'String':
      return STRING_PROPERTIES.has(property)
    case 'Parentheses':
      return node.children.every((child) => child.type !== 'Url' && isKeptValue(child, property, picture, urls))
    case 'Function':
      return KEPT_FUNCTIONS.has(node.name.toLowerCase()) && node.children.every((child) => child.type !== 'Url' && isKeptValue(child, property, picture, urls))
    case 'Url': {
      const url = picture(node.value)
      if (url === undefined || /["\\\n\r<>]/.test(url)) return false
      urls.push(url)
      return true
    }
    default:
      return false
  }
}

/** The same selectors with our prefix on every id, wherever it stands in them. */
function withPrefixedIds(node: CssNodePlain): CssNodePlain {
  if (node.type === 'IdSelector') return { ...node, name: node.name.startsWith(ID_PREFIX) ? node.name : ID_PREFIX + node.name }
  if (!('children' in node) || !Array.isArray(node.children)) return node
  return { ...node, children: node.children.map(withPrefixedIds) } as CssNodePlain
}

function generated(node: CssNodePlain): string | undefined {
  try {
    return generate(node)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
