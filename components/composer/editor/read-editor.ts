import { HELD, type PictureUrls } from './build-fragment.ts'

/** What an editor marks its selection with while it remembers a state. */
const SELECTION = 'squire-selection-'
const KEPT_SELECTION = 'mail-selection-'

/** What stands in the editor as HTML to keep: pictures by their Content-ID, and what was held back where it was. */
export function readEditor(root: HTMLElement, { pictures }: PictureUrls): string {
  // In a document that is shown nowhere, pictures are not loaded when they get their names back.
  const copy = document.implementation.createHTMLDocument('').importNode(root, true)
  for (const picture of copy.querySelectorAll('img[src]')) {
    const src = picture.getAttribute('src') ?? ''
    if (src.startsWith(pictures)) picture.setAttribute('src', `cid:${decodeURIComponent(src.slice(pictures.length))}`)
  }
  for (const name of ['src', 'style', 'background']) {
    for (const held of copy.querySelectorAll(`[${HELD}${name}]`)) {
      held.setAttribute(name, held.getAttribute(HELD + name) ?? '')
      held.removeAttribute(HELD + name)
    }
  }
  for (const mark of copy.querySelectorAll(`input[id^=${SELECTION}]`)) {
    const kept = copy.ownerDocument.createElement('span')
    kept.id = KEPT_SELECTION + mark.id.slice(SELECTION.length)
    mark.replaceWith(kept)
  }
  return copy.innerHTML.replaceAll('\u200b', '')
}

/** What is copied from the editor, so that it can be pasted into one: as it would be kept. */
export function readCopied(html: string, { pictures }: PictureUrls): string {
  return html.replaceAll(`src="${pictures}`, 'src="cid:').replaceAll(HELD, '')
}

/** Puts the marks of the selection back that `readEditor` kept. */
export function restoreSelection(fragment: DocumentFragment): void {
  for (const kept of fragment.querySelectorAll(`span[id^=${KEPT_SELECTION}]`)) {
    const mark = document.createElement('input')
    mark.id = SELECTION + kept.id.slice(KEPT_SELECTION.length)
    mark.type = 'hidden'
    kept.replaceWith(mark)
  }
}
