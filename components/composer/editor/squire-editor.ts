import Squire from 'squire-rte'
import { buildFragment, type PictureUrls } from './build-fragment.ts'
import { readCopied, readEditor, restoreSelection } from './read-editor.ts'

/** States that can be undone, once the text is longer than that in UTF-16 units. */
const UNDO = { documentSizeThreshold: 200_000, undoLimit: 50 }

/** Squire as this page may have it: what it writes as HTML is read and made by our own sanitizer, so that no sink of Trusted Types is ever asked. */
export class SquireEditor extends Squire {
  /** How what stands in it is kept. */
  readonly read: () => string

  constructor(root: HTMLElement, urls: PictureUrls) {
    const build = (html: string): DocumentFragment => buildFragment(html, urls)
    const set = (html: string): void => {
      const fragment = build(html)
      restoreSelection(fragment)
      root.replaceChildren(fragment)
    }
    // An undone state is set by this property.
    Object.defineProperty(root, 'innerHTML', { configurable: true, set, get: () => readEditor(root, urls) })
    super(root, { sanitizeToDOMFragment: build, willCutCopy: (html: string) => readCopied(html, urls), undo: UNDO, addLinks: true, didError: reportError })
    this.read = () => readEditor(root, urls)
  }

  /** Makes headings of the blocks of the selection, or lines of headings. */
  toggleHeading(): void {
    const tag = this.getPath().includes('H2') ? 'div' : 'h2'
    this.modifyBlocks((blocks) => {
      const out = document.createDocumentFragment()
      for (const block of [...blocks.childNodes]) {
        const isLine = block instanceof HTMLElement && /^(?:DIV|P|H[1-6])$/.test(block.nodeName) && !block.querySelector('div,p,table,ul,ol,blockquote')
        out.append(isLine ? renamed(block, tag) : block)
      }
      return out
    })
  }
}

function renamed(block: HTMLElement, tag: 'div' | 'h2'): HTMLElement {
  const made = document.createElement(tag)
  if (block.style.textAlign !== '') made.style.textAlign = block.style.textAlign
  made.append(...block.childNodes)
  return made
}
