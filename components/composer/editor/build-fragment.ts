import { composedTree } from '#lib/html/composing/sanitize-composed.ts'

/** Where the pictures of the message itself are shown from; their Content-ID stands behind it. */
export interface PictureUrls {
  readonly pictures: string
}

/** What names something elsewhere waits here: nothing is fetched while somebody writes. */
export const HELD = 'data-held-'
const HELD_ATTRIBUTES = ['src', 'style', 'background']

/** The part of a parsed node that is needed here; `parse5` makes it. */
interface TreeNode {
  readonly nodeName: string
  readonly value?: string
  readonly attrs?: readonly { readonly name: string; readonly value: string }[]
  readonly childNodes?: readonly TreeNode[]
}

/** HTML as it is kept, made safe and made of elements: no sink of the page ever gets a string of it. */
export function buildFragment(html: string, { pictures }: PictureUrls): DocumentFragment {
  const tree = composedTree(html, { styles: 'dropped', picture: ({ kind, value }) => (kind === 'cid' ? pictures + encodeURIComponent(value) : value) })
  const fragment = document.createDocumentFragment()
  append(fragment, tree as TreeNode)
  return fragment
}

function append(parent: Node, { childNodes = [] }: TreeNode): void {
  for (const node of childNodes) {
    if (node.nodeName === '#text') parent.appendChild(document.createTextNode(node.value ?? ''))
    else if (node.nodeName === 'img' && !node.attrs?.some(({ name }) => name === 'src')) continue
    else if (node.attrs) append(parent.appendChild(element(node.nodeName, node.attrs)), node)
  }
}

function element(name: string, attributes: NonNullable<TreeNode['attrs']>): HTMLElement {
  const made = document.createElement(name)
  // Nobody hears of a picture that says nothing of itself.
  if (name === 'img') made.setAttribute('alt', '')
  for (const { name: attribute, value } of attributes) {
    made.setAttribute(HELD_ATTRIBUTES.includes(attribute) && /https?:\/\//i.test(value) ? HELD + attribute : attribute, value)
  }
  return made
}
