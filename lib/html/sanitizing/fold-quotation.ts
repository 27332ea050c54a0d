import { defaultTreeAdapter as tree, type DefaultTreeAdapterTypes } from 'parse5'
import { isHtmlElement, type HtmlElement, type HtmlNode, type HtmlParent } from '../parse-html.ts'

/** On the element that holds a folded quotation. */
export const FOLD_MARK = 'data-mail-quotation'

/** Characters; a shorter one is in nobody's way. */
const LONG = 600

/** Boxes that hold nothing but what comes one below the other. */
const BOXES: ReadonlySet<string> = new Set(['div', 'section', 'article', 'main', 'center', 'span', 'font'])

/**
 * Folds, in a mail that was made safe, the long quotation at its end, below that label: a `blockquote` behind which nothing is said. One that is all there is stays.
 * What is folded already stays as it is.
 */
export function foldQuotation(content: HtmlParent, label: string): void {
  let box = content
  let isAnswered = false
  // Each box is looked into from the one around it as well: what is known of a node is kept.
  const known = new Map<HtmlNode, boolean>()
  for (;;) {
    const shown = box.childNodes.filter((node) => isShown(node, known))
    const last = shown.at(-1)
    if (!last || !isHtmlElement(last)) return
    isAnswered ||= shown.length > 1
    if (last.tagName === 'details' && isFold(last, label)) return mark(last)
    if (last.tagName === 'blockquote') {
      if (isAnswered && isLong(last)) fold(box, last, label)
      return
    }
    if (!BOXES.has(last.tagName)) return
    box = last
  }
}

function fold(box: HtmlParent, quotation: HtmlElement, label: string): void {
  const details = tree.createElement('details', quotation.namespaceURI, [])
  const summary = tree.createElement('summary', quotation.namespaceURI, [])
  tree.insertText(summary, label)
  tree.insertBefore(box, details, quotation)
  tree.detachNode(quotation)
  tree.appendChild(details, summary)
  tree.appendChild(details, quotation)
  mark(details)
}

function mark(details: HtmlElement): void {
  details.attrs = [{ name: FOLD_MARK, value: '' }]
}

/** As `fold` makes it: read again it is known by its form. */
function isFold({ childNodes: [summary, quotation, ...rest] }: HtmlElement, label: string): boolean {
  if (!summary || !quotation || rest.length > 0 || !isHtmlElement(summary) || !isHtmlElement(quotation)) return false
  const [text] = summary.childNodes
  return summary.tagName === 'summary' && quotation.tagName === 'blockquote' && text?.nodeName === '#text' && (text as DefaultTreeAdapterTypes.TextNode).value === label
}

function isShown(node: HtmlNode, known: Map<HtmlNode, boolean>): boolean {
  if (!isHtmlElement(node)) return node.nodeName === '#text' && /\S/.test((node as DefaultTreeAdapterTypes.TextNode).value)
  let shown = known.get(node)
  if (shown === undefined) {
    shown = node.tagName === 'img' || node.tagName === 'hr' || (node.tagName !== 'style' && node.childNodes.some((child) => isShown(child, known)))
    known.set(node, shown)
  }
  return shown
}

function isLong(quotation: HtmlElement): boolean {
  let length = 0
  const waiting: HtmlNode[] = [quotation]
  for (let node = waiting.pop(); node && length < LONG; node = waiting.pop()) {
    if (isHtmlElement(node)) waiting.push(...node.childNodes)
    else if (node.nodeName === '#text') length += (node as DefaultTreeAdapterTypes.TextNode).value.length
  }
  return length >= LONG
}
