import { defaultTreeAdapter as tree, type DefaultTreeAdapterTypes } from 'parse5'
import { attribute, isHtmlElement, type HtmlElement, type HtmlNode, type HtmlParent } from '../parse-html.ts'
import { ownScheme, type OwnScheme, type PageScheme } from '../dark/own-scheme.ts'
import { markPictures, PICTURE_MARK } from '../dark/mark-pictures.ts'
import { CSS_LIMIT, ID_PREFIX, sanitizeDeclarations, sanitizeStylesheet, type KeptRules } from './css.ts'
import { DROPPED_ELEMENTS, isKeptAttribute, KEPT_ELEMENTS } from './elements.ts'
import type { ImagePolicy } from './image-policy.ts'
import { LINK_TEXT_LIMIT } from '../links/link-text-limit.ts'
import { isTracker } from '../trackers.ts'
import { linkTarget } from './urls.ts'

type Fragment = DefaultTreeAdapterTypes.DocumentFragment
export type Attribute = HtmlElement['attrs'][number]

/** What is done beside keeping to the allow-list. */
export interface CleaningManner {
  /** For reading: a link opens a new page and has these attributes for its text and target. Left out, a link has its target alone, as it is sent. */
  readonly markLink?: (text: string, target: string) => readonly Attribute[]
  /** Style sheets and classes: kept, dropped, or kept for what is inside of one class alone. */
  readonly styles: 'kept' | 'dropped' | { readonly inside: string }
  /** For a page that may be dark; left out, the mail's rules for dark screens go. */
  readonly dark?: DarkOptions
}

const NAMESPACE = tree.getNamespaceURI(tree.createElement('div', 'http://www.w3.org/1999/xhtml' as HtmlElement['namespaceURI'], []))

/** Different style attributes that are read; each costs a parser's run, and no real message has so many. */
const STYLES_LIMIT = 5_000

/** In what page it will stand, and what was found out about the mail when it was read before. */
export interface DarkOptions {
  readonly scheme: PageScheme
  readonly decided?: OwnScheme | 'none'
}

/** Makes a new tree of what is kept of a mail's document; nothing of the old one is used again but texts that were looked at. */
export class TreeCleaner {
  /** How the mail is dark by its own design; asked only for a page that may be dark. */
  ownScheme: OwnScheme | undefined
  readonly #images: ImagePolicy
  readonly #manner: CleaningManner
  #cssLeft = CSS_LIMIT
  /** Style attributes that were read, by their text: mail repeats few of them many times. */
  readonly #styles = new Map<string, string>()

  constructor(images: ImagePolicy, manner: CleaningManner) {
    this.#images = images
    this.#manner = manner
    const decided = manner.dark?.decided
    this.ownScheme = decided === 'none' ? undefined : decided
  }

  /** One style element with all kept rules, then the body's content. */
  clean(document: HtmlParent): Fragment {
    const fragment = tree.createDocumentFragment()
    const { rules, dark } = this.#stylesheets(document)
    const body = findBody(document)
    if (body) this.#content(body, this.#bodyBox(body, fragment))
    const css = rules + this.#darkRules(fragment, rules, dark)
    const page = this.#isTurned() ? markPictures(fragment, rules) : undefined
    if (css === '') return fragment
    // The page is the frame's own element: what is said of it stands here.
    const style = element('style', page === undefined ? [] : [{ name: PICTURE_MARK, value: page }])
    tree.insertText(style, css)
    const [first] = fragment.childNodes
    if (first) tree.insertBefore(fragment, style, first)
    else tree.appendChild(fragment, style)
    return fragment
  }

  /** The mail's own rules for dark screens, under the condition that fits the page; '' where it is turned dark otherwise. */
  #darkRules(fragment: Fragment, rules: string, dark: string): string {
    const { scheme = 'light', decided } = this.#manner.dark ?? {}
    if (scheme === 'light') return ''
    if (decided === undefined) this.ownScheme = ownScheme(fragment, rules, dark)
    if (this.ownScheme !== 'adapts' || dark === '') return ''
    return scheme === 'dark' ? `@media screen{${dark}}` : `@media screen and (prefers-color-scheme:dark){${dark}}`
  }

  /** Its page may be dark, and is so by turning its colours. */
  #isTurned(): boolean {
    const { scheme = 'light' } = this.#manner.dark ?? {}
    return scheme !== 'light' && this.ownScheme === undefined
  }

  /** The kept rules of all style elements of HTML, in their order. */
  #stylesheets(document: HtmlParent): KeptRules {
    const { styles } = this.#manner
    if (styles === 'dropped') return { rules: '', dark: '' }
    const inside = styles === 'kept' ? undefined : styles.inside
    let rules = ''
    let dark = ''
    for (const node of descendants(document)) {
      if (!isHtmlElement(node) || node.tagName !== 'style') continue
      const css = textOf(node).slice(0, this.#cssLeft)
      this.#cssLeft -= css.length
      const kept = sanitizeStylesheet(css, attribute(node, 'media').slice(0, 500), { images: this.#images, inside })
      rules += kept.rules
      dark += kept.dark
    }
    return { rules, dark }
  }

  /** The look that the body element asks for, as a box around everything. */
  #bodyBox(body: HtmlElement, fragment: Fragment): HtmlParent {
    const colors = [
      ['background-color', attribute(body, 'bgcolor')],
      ['color', attribute(body, 'text')],
    ]
    const wanted = [...colors.filter(([, value]) => value !== '').map(([name, value]) => `${name}:${value}`), attribute(body, 'style')].join(';')
    const style = this.#style(wanted)
    const kept = body.attrs.filter(({ name, value }) => name !== 'style' && this.#isKept('body', name, value))
    if (style === '' && kept.length === 0) return fragment
    const box = element('div', style === '' ? kept : [...kept, { name: 'style', value: style }])
    tree.appendChild(fragment, box)
    return box
  }

  /** Puts what is kept of `from`'s children into `to`. Depth is that of the parsed tree, which is limited. */
  #content(from: HtmlParent, to: HtmlParent): void {
    for (const node of from.childNodes) {
      if (node.nodeName === '#text') tree.insertText(to, (node as DefaultTreeAdapterTypes.TextNode).value)
      else if (isHtmlElement(node)) this.#element(node, to)
    }
  }

  #element(node: HtmlElement, to: HtmlParent): void {
    if (DROPPED_ELEMENTS.has(node.tagName)) return
    if (!KEPT_ELEMENTS.has(node.tagName)) {
      this.#content(node, to)
      return
    }
    const kept = element(node.tagName, this.#attributes(node))
    tree.appendChild(to, kept)
    this.#content(node, kept)
    if (node.tagName === 'a' || node.tagName === 'area') this.#markLink(kept)
  }

  /** Says on a link where it leads, in attributes of our own that the frame shows; by what is kept of its text, or of the words for its pictures, so that it is the same when it is read again. */
  #markLink(link: HtmlElement): void {
    const { markLink: mark } = this.#manner
    const target = attribute(link, 'href')
    if (!mark || target === '' || target.startsWith('#')) return
    link.attrs = [...link.attrs.filter(({ name }) => name !== 'title'), ...mark(visibleText(link).trim() || wordsForPictures(link), target)]
  }

  #attributes(node: HtmlElement): Attribute[] {
    const kept: Attribute[] = []
    const add = (name: string, value: string | undefined): void => {
      if (value !== undefined && value !== '') kept.push({ name, value })
    }
    for (const { name, value } of node.attrs) if (this.#isKept(node.tagName, name, value)) kept.push({ name, value })
    add('id', prefixedId(attribute(node, 'id') || (node.tagName === 'a' ? attribute(node, 'name') : '')))
    add('style', this.#style(attribute(node, 'style')))
    if (['table', 'td', 'th', 'tr'].includes(node.tagName)) add('background', this.#picture(node, attribute(node, 'background')))
    if (node.tagName === 'img') {
      add('src', this.#picture(node, imageSource(node)))
      add('usemap', prefixedFragment(attribute(node, 'usemap')))
    }
    if (node.tagName === 'map') add('name', prefixedId(attribute(node, 'name')))
    return node.tagName === 'a' || node.tagName === 'area' ? [...kept, ...linkAttributes(attribute(node, 'href'), this.#manner.markLink !== undefined)] : kept
  }

  #isKept(tagName: string, name: string, value: string): boolean {
    if (name === 'class' && this.#manner.styles === 'dropped') return false
    // What is sent says which blocks are quoted, as mail programs do among each other.
    if (tagName === 'blockquote' && name === 'type') return value === 'cite' && this.#manner.markLink === undefined
    return isKeptAttribute(tagName, name, value)
  }

  #style(css: string): string {
    if (css === '') return ''
    const known = this.#styles.get(css)
    if (known !== undefined) return known
    if (this.#styles.size >= STYLES_LIMIT) return ''
    const style = sanitizeDeclarations(css, this.#images)
    this.#styles.set(css, style)
    return style
  }

  #picture(node: HtmlElement, src: string): string | undefined {
    const look = { src, width: attribute(node, 'width'), height: attribute(node, 'height'), style: attribute(node, 'style') }
    return src === '' ? undefined : this.#images.resolve(src, isTracker(look))
  }
}

/** A link for readers opens a new page that knows nothing of ours; one inside the message stays there. */
function linkAttributes(href: string, opensPage: boolean): Attribute[] {
  const inside = prefixedFragment(href)
  if (inside !== undefined) return [{ name: 'href', value: inside }]
  const target = href === '' ? undefined : linkTarget(href)
  if (target === undefined) return []
  return [
    { name: 'href', value: target },
    ...(opensPage ? [{ name: 'target', value: '_blank' }, { name: 'rel', value: 'noopener noreferrer' }] : []),
  ]
}

/** The image's source; where only `srcset` names one, its first candidate. */
function imageSource(node: HtmlElement): string {
  const source = attribute(node, 'src')
  return source === '' ? (/^[\s,]*([^\s,]+)/.exec(attribute(node, 'srcset').slice(0, 8192))?.[1] ?? '') : source
}

function prefixedId(id: string): string | undefined {
  if (!/^[\w.:-]{1,100}$/.test(id)) return undefined
  return id.startsWith(ID_PREFIX) ? id : ID_PREFIX + id
}

function prefixedFragment(value: string): string | undefined {
  const id = value.startsWith('#') ? prefixedId(value.slice(1)) : undefined
  return id === undefined ? undefined : `#${id}`
}

function element(tagName: string, attributes: Attribute[]): HtmlElement {
  return tree.createElement(tagName, NAMESPACE, attributes)
}

function findBody(document: HtmlParent): HtmlElement | undefined {
  const html = document.childNodes.find((node) => isHtmlElement(node) && node.tagName === 'html')
  const body = html && isHtmlElement(html) ? html.childNodes.find((node) => isHtmlElement(node) && node.tagName === 'body') : undefined
  return body && isHtmlElement(body) ? body : undefined
}

/** All nodes below, in document order; by a stack of its own, since nested generators cost their depth at every node. */
function* descendants(parent: HtmlParent): Generator<HtmlNode> {
  const waiting: HtmlNode[] = [...parent.childNodes].reverse()
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node
    if (!('childNodes' in node)) continue
    for (let at = node.childNodes.length - 1; at >= 0; at--) waiting.push(node.childNodes[at]!)
  }
}

/** What pictures in a link, or the shape of a map, say to those who do not see them. */
function wordsForPictures(link: HtmlElement): string {
  if (link.tagName === 'area') return attribute(link, 'alt')
  let words = ''
  for (const node of descendants(link)) {
    if (isHtmlElement(node) && node.tagName === 'img') words += ` ${attribute(node, 'alt')}`
    if (words.length >= LINK_TEXT_LIMIT) break
  }
  return words.trim()
}

/** The beginning of an element's text, as far as a link's text is looked at. */
function visibleText(element: HtmlElement): string {
  let text = ''
  for (const node of descendants(element)) {
    if (node.nodeName === '#text') text += (node as DefaultTreeAdapterTypes.TextNode).value
    if (text.length >= LINK_TEXT_LIMIT) break
  }
  return text
}

function textOf(node: HtmlElement): string {
  return node.childNodes.map((child) => (child.nodeName === '#text' ? (child as DefaultTreeAdapterTypes.TextNode).value : '')).join('')
}
