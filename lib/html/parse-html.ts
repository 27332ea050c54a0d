import { defaultTreeAdapter, html as names, parse, type DefaultTreeAdapterTypes } from 'parse5'

export type HtmlDocument = DefaultTreeAdapterTypes.Document
export type HtmlElement = DefaultTreeAdapterTypes.Element
export type HtmlNode = DefaultTreeAdapterTypes.ChildNode
export type HtmlParent = DefaultTreeAdapterTypes.ParentNode

/** Characters of HTML that are rendered (threats.md D13). */
export const HTML_LIMIT = 2 * 1024 * 1024

/** Open elements; browsers stop nesting at 512. Scope checks walk over them at each tag, so depth is time. */
const DEPTH_LIMIT = 512

/** Elements made; mis-nested formatting elements are copied into every later block, so a short text can ask for millions. */
const ELEMENTS_LIMIT = 100_000

/** Attributes of one tag; the tokenizer compares each with all before it. */
const ATTRIBUTES_LIMIT = 300

const HTML_NAMESPACE = 'http://www.w3.org/1999/xhtml'

export interface ParsedHtml {
  readonly document: HtmlDocument
  /** A limit was reached: the tree holds what came before. */
  readonly cut: boolean
}

class LimitReached extends Error {}

/** The document tree of mail HTML as a browser without scripts would build it, in bounded time; a text beyond a limit is cut. */
export function parseHtml(html: string, limit = HTML_LIMIT): ParsedHtml {
  const text = html.slice(0, safeLength(html, limit))
  let document: HtmlDocument | undefined
  let depth = 0
  let elements = 0
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    // What is read here is shown in a document with a doctype, where a table ends the paragraph before it, whatever the mail's own says.
    getDocumentMode: () => names.DOCUMENT_MODE.NO_QUIRKS,
    createDocument() {
      document = defaultTreeAdapter.createDocument()
      return document
    },
    createElement(tagName, namespace, attributes) {
      if (++elements > ELEMENTS_LIMIT) throw new LimitReached()
      return defaultTreeAdapter.createElement(tagName, namespace, attributes)
    },
    onItemPush() {
      if (++depth > DEPTH_LIMIT) throw new LimitReached()
    },
    onItemPop() {
      depth--
    },
  }
  try {
    // The frame that shows it runs no scripts either: noscript is parsed as elements in both.
    return { document: parse(text, { treeAdapter, scriptingEnabled: false }), cut: text.length < html.length }
  } catch (error) {
    if (!(error instanceof LimitReached) || !document) throw error
    return { document, cut: true }
  }
}

/** True for an element of HTML itself, as opposed to SVG and MathML. */
export function isHtmlElement(node: HtmlNode): node is HtmlElement {
  return 'tagName' in node && node.namespaceURI === HTML_NAMESPACE
}

/** The element's attribute, '' when it has none of that name. */
export function attribute(element: HtmlElement, name: string): string {
  return element.attrs.find((attr) => attr.name === name)?.value ?? ''
}

const NAME = /[\s/]*[^\s/>][^\s/>=]*/y
const VALUE = /\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"'][^\s>]*|(?=>))/y

/** How much of the text holds no tag with a flood of attributes, at most `limit`. */
function safeLength(html: string, limit: number): number {
  const end = Math.min(html.length, limit)
  const tag = /<(?:!--|\/?[a-z])/gi
  for (let match = tag.exec(html); match && match.index < end; match = tag.exec(html)) {
    if (match[0] === '<!--') {
      const close = html.indexOf('-->', match.index)
      if (close < 0) return end
      tag.lastIndex = close + 3
    } else {
      const behind = tagEnd(html, tag.lastIndex)
      if (behind === undefined) return match.index
      tag.lastIndex = behind
    }
  }
  return end
}

/** The offset behind the attributes of a tag, or undefined when there are too many. */
function tagEnd(html: string, nameStart: number): number | undefined {
  let at = nameStart
  for (let count = 0; count <= ATTRIBUTES_LIMIT; count++) {
    NAME.lastIndex = at
    if (!NAME.test(html)) return at
    at = NAME.lastIndex
    VALUE.lastIndex = at
    if (VALUE.test(html)) at = VALUE.lastIndex
  }
  return undefined
}
