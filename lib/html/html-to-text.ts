import type { DefaultTreeAdapterTypes } from 'parse5'
import { attribute, isHtmlElement, parseHtml, type HtmlElement, type HtmlNode, type HtmlParent } from './parse-html.ts'
import { plainFallback } from './plain-fallback.ts'
import { DROPPED_ELEMENTS } from './sanitizing/elements.ts'
import { linkTarget } from './sanitizing/urls.ts'
import { TextWriter } from './text-writer.ts'

/** Characters of text that are made unless asked otherwise. */
const TEXT_LIMIT = 1024 * 1024

/** Elements that stand on lines of their own; the number is how many line breaks part them from what is around. */
const BLOCKS: Readonly<Record<string, 1 | 2>> = {
  address: 1, article: 2, aside: 2, blockquote: 2, body: 1, caption: 2, center: 1, dd: 1, details: 2, dialog: 2, dir: 2, div: 1, dl: 2, dt: 1, fieldset: 2,
  figcaption: 1, figure: 2, footer: 2, form: 2, h1: 2, h2: 2, h3: 2, h4: 2, h5: 2, h6: 2, header: 2, hr: 2, li: 1, main: 2, menu: 2, nav: 2, ol: 2, p: 2,
  pre: 2, section: 2, summary: 1, table: 2, tr: 1, ul: 2,
} // prettier-ignore

const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)/i

/**
 * The readable text of mail HTML: paragraphs, lists with their marks, quotes behind "> ", rows of tables on lines, links with their
 * targets in angle brackets. At most `limit` characters; reads at most 2 MiB. Where none is left of it, as behind a style that nobody ends, or
 * below more elements than are read, the words of the source.
 */
export function htmlToText(html: string, limit = TEXT_LIMIT): string {
  const writer = new TextWriter(limit)
  new Walker(writer).children(parseHtml(html).document)
  const text = writer.result()
  return text.trim() === '' ? plainFallback(html).slice(0, limit) : text
}

class Walker {
  readonly #out: TextWriter
  /** The marks of the lists around: the number of the next item, or NaN in a list without numbers. */
  readonly #lists: number[] = []

  constructor(out: TextWriter) {
    this.#out = out
  }

  children(parent: HtmlParent): void {
    for (const node of parent.childNodes) {
      if (this.#out.full) return
      this.#node(node)
    }
  }

  #node(node: HtmlNode): void {
    if (node.nodeName === '#text') this.#out.text((node as DefaultTreeAdapterTypes.TextNode).value)
    if (!isHtmlElement(node) || (DROPPED_ELEMENTS.has(node.tagName) && node.tagName !== 'head')) return
    if (HIDDEN.test(attribute(node, 'style').slice(0, 1000))) return
    const lines = BLOCKS[node.tagName]
    if (lines === undefined) this.#inline(node)
    else {
      // A list inside a list follows its item at once.
      const around = this.#lists.length > 0 && /^(?:ul|ol|dir|menu)$/.test(node.tagName) ? 1 : lines
      this.#out.breakLines(around)
      this.#block(node)
      this.#out.breakLines(around)
    }
  }

  #inline(node: HtmlElement): void {
    switch (node.tagName) {
      case 'br':
        return this.#out.newline()
      case 'img':
        return this.#image(node)
      case 'a':
        return this.#link(node)
      case 'td':
      case 'th':
        this.#out.breakCell()
        return this.children(node)
      default:
        return this.children(node)
    }
  }

  #block(node: HtmlElement): void {
    switch (node.tagName) {
      case 'hr':
        return this.#out.text('-'.repeat(40))
      case 'pre':
        return this.#out.preformatted(() => this.children(node))
      case 'blockquote':
        return this.#out.within('> ', '> ', () => this.children(node))
      case 'dd':
        return this.#out.within('    ', '    ', () => this.children(node))
      case 'ul':
      case 'dir':
      case 'menu':
        return this.#list(node, Number.NaN)
      case 'ol':
        return this.#list(node, Number.parseInt(attribute(node, 'start'), 10) || 1)
      case 'li':
        return this.#item(node)
      default:
        return this.children(node)
    }
  }

  #list(node: HtmlElement, first: number): void {
    this.#lists.push(first)
    this.children(node)
    this.#lists.pop()
  }

  #item(node: HtmlElement): void {
    const number = this.#lists.at(-1) ?? Number.NaN
    if (this.#lists.length > 0) this.#lists[this.#lists.length - 1] = number + 1
    const mark = Number.isNaN(number) ? '- ' : `${number}. `
    this.#out.within(mark, ' '.repeat(mark.length), () => this.children(node))
  }

  #image(node: HtmlElement): void {
    const alt = attribute(node, 'alt').trim().slice(0, 500)
    if (alt !== '') this.#out.text(`[${alt}]`)
  }

  /** The link's text, then its target unless the text says it already. */
  #link(node: HtmlElement): void {
    const start = this.#out.length
    this.children(node)
    const target = linkTarget(attribute(node, 'href')) ?? ''
    const shown = this.#out.since(start, target.length + 20).trim()
    const plain = target.replace(/^(?:mailto|tel):/, '')
    const said = shown !== '' && [target, plain, plain.replace(/^https?:\/\//, '')].some((form) => form.replace(/\/$/, '') === shown.replace(/\/$/, ''))
    if (plain !== '' && !said) this.#out.text(shown === '' ? `<${plain}>` : ` <${plain}>`)
  }
}
