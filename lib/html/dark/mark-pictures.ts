import type { DefaultTreeAdapterTypes } from 'parse5'
import { attribute, isHtmlElement, type HtmlNode, type HtmlParent } from '../parse-html.ts'
import { lookOfElement, MIDDLE } from './own-scheme.ts'
import { type Look, readSimpleRules } from './simple-rules.ts'

/** On an element whose ground is a picture: what lies under the picture, where the element itself names no colour. */
export const PICTURE_MARK = 'data-mail-picture'

interface Standing {
  readonly node: HtmlNode
  /** How bright the ground is. */
  readonly ground: number
}

/**
 * Marks each element of a mail that was made safe whose ground is a picture, so that a page that turns colours turns those elements back: `own` where it names a colour
 * too, else `light` or `dark`, as what it stands on. By simple selectors, as `ownScheme` judges. Answers the mark of the page itself, where rules for `body` give it a picture.
 */
export function markPictures(content: HtmlParent, rules: string): string | undefined {
  const known = readSimpleRules(rules)
  const body = known.get('body')
  const page: Look = { ...body?.look, ...body?.important }
  // White paper, until somebody says otherwise.
  const waiting: Standing[] = content.childNodes.map((node) => ({ node, ground: page.ground ?? 1 }))
  for (let standing = waiting.pop(); standing; standing = waiting.pop()) {
    const { node, ground } = standing
    if (!isHtmlElement(node) || node.tagName === 'style') continue
    const own = lookOfElement(node, {}, known)
    const lies = own.ground ?? ground
    // A picture in the text is turned back by itself.
    if (node.tagName !== 'img' && (own.picture === true || attribute(node, 'background') !== '')) mark(node, own.ground === undefined ? (lies > MIDDLE ? 'light' : 'dark') : 'own')
    for (const child of node.childNodes) waiting.push({ node: child, ground: lies })
  }
  return page.picture === true ? (page.ground === undefined ? 'light' : 'own') : undefined
}

function mark(node: DefaultTreeAdapterTypes.Element, value: string): void {
  node.attrs = [...node.attrs.filter(({ name }) => name !== PICTURE_MARK), { name: PICTURE_MARK, value }]
}
