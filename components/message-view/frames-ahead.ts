/*
 * Documents of messages that were fetched ahead, each loaded in the very frame that it will be read in. Only `moveBefore`
 * brings a frame to its place without loading it anew: a browser that has none loads nothing ahead. The frames wait in an
 * element of the page, which is all the memory there is of them.
 */

/** What a message's document may do: open a link in a new window, and nothing else (threats D1). */
export const FRAME_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox'

/** Frames that wait; each holds a document. */
const MOST = 3

/** Loads a document for which nobody has asked yet. The page has one element `data-frames-ahead` for it, which is not shown. */
export function loadFrameAhead(src: string, title: string): void {
  const shelf = document.querySelector('[data-frames-ahead]')
  if (!shelf || !('moveBefore' in shelf) || frameAhead(src)) return
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', FRAME_SANDBOX)
  frame.referrerPolicy = 'no-referrer'
  frame.title = title
  frame.src = src
  shelf.append(frame)
  if (shelf.childElementCount > MOST) shelf.firstElementChild?.remove()
}

/** True where that document waits in its frame. */
export function hasFrameAhead(src: string): boolean {
  return typeof document !== 'undefined' && frameAhead(src) !== undefined
}

/** Brings the frame of that document into `place` as it is; false where there is none. */
export function placeFrameAhead(src: string, place: HTMLElement, look: { readonly className: string; readonly fills: boolean }): boolean {
  const frame = frameAhead(src)
  if (!frame) return false
  frame.className = look.className
  if (look.fills) frame.dataset.fills = ''
  place.moveBefore(frame, null)
  return true
}

function frameAhead(src: string): HTMLIFrameElement | undefined {
  const frames = document.querySelectorAll<HTMLIFrameElement>('[data-frames-ahead] > iframe')
  return [...frames].find((frame) => frame.getAttribute('src') === src)
}
