/*
 * Documents of messages that were fetched ahead, are being opened or were open a moment ago, each loaded in the very frame that it will be read in. Only
 * `moveBefore` brings a frame to its place without loading it anew: a browser that has none loads nothing ahead. The frames wait in
 * an element of the page, which is all the memory there is of them.
 */

/** What a message's document may do: open a link in a new window, and nothing else (threats D1). */
export const FRAME_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox'

/** Frames that wait with a document, and how many there may be until somebody tends them. */
const [MOST, AT_ONCE] = [3, 8]
const HOLDING = ':scope > iframe[src]'
const SPARE = ':scope > iframe:not([src])'
/** Milliseconds that what can wait leaves the way to the document of the open message. */
const WAIT_MS = 1000

/** Loads a document for which nobody has asked yet. The page has one element `data-frames-ahead` for it, which is not shown. */
export function loadFrameAhead(src: string, title: string): void {
  const shelf = shelfOf(document)
  if (!shelf || frameAhead(src)) return
  const frame = shelf.querySelector<HTMLIFrameElement>(SPARE) ?? addSpare(shelf)
  frame.title = title
  frame.src = src
  frame.addEventListener('load', () => (frame.dataset.loaded = ''), { once: true })
  shelf.moveBefore(frame, null)
  endOldest(shelf, AT_ONCE)
}

/** Makes the frame that the next document will want and ends those that waited longest: an opening should do neither, they take as long as all else that it does. For when nothing is being opened. */
export function tendFrames(): void {
  const shelf = shelfOf(document)
  if (!shelf) return
  endOldest(shelf, MOST)
  if (!shelf.querySelector(SPARE)) addSpare(shelf)
}

/** Puts the frame in `place` by for whoever comes back to its message, which is about to leave the page. */
export function shelveFrame(place: HTMLElement): void {
  const frame = place.querySelector('iframe')
  if (frame) shelfOf(document)?.moveBefore(frame, null)
}

/** Whether that document waits in its frame, or is on its way to it. */
export function stateOfFrameAhead(src: string): 'loaded' | 'loading' | undefined {
  const frame = typeof document === 'undefined' ? undefined : frameAhead(src)
  return frame && (frame.dataset.loaded === undefined ? 'loading' : 'loaded')
}

/** The frame of that document in `place`, brought there as it is where it waits elsewhere; undefined where there is none. */
export function placeFrameAhead(src: string, place: HTMLElement): HTMLIFrameElement | undefined {
  const placed = place.querySelector('iframe')
  if (placed) return placed
  const frame = frameAhead(src)
  if (frame) place.moveBefore(frame, null)
  return frame
}

/** How a frame stands in its message, by attributes that the style sheet knows. */
export function dressFrame(frame: HTMLIFrameElement, { className, fills, waits }: { readonly className: string; readonly fills: boolean; readonly waits: boolean }): void {
  frame.className = className
  frame.toggleAttribute('data-fills', fills)
  frame.toggleAttribute('data-waits', waits)
}

/** Runs the task once the frame of the open message has its document, if it has one; not later than in a second. */
export function afterOpenFrame(task: () => void): void {
  const frame = document.querySelector<HTMLIFrameElement>('[data-scroll=message] iframe:not([data-loaded])')
  if (!frame) return task()
  const run = (): void => {
    clearTimeout(timer)
    frame.removeEventListener('load', run)
    task()
  }
  const timer = setTimeout(run, WAIT_MS)
  frame.addEventListener('load', run)
}

function shelfOf(page: Document): Element | undefined {
  const shelf = page.querySelector('[data-frames-ahead]')
  return shelf && 'moveBefore' in shelf ? shelf : undefined
}

function endOldest(shelf: Element, most: number): void {
  for (const frame of [...shelf.querySelectorAll(HOLDING)].slice(0, -most)) frame.remove()
}

/** A frame without a document; an address that it is given later is its first, and no step in the browser's history. */
function addSpare(shelf: Element): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', FRAME_SANDBOX)
  frame.referrerPolicy = 'no-referrer'
  shelf.append(frame)
  return frame
}

function frameAhead(src: string): HTMLIFrameElement | undefined {
  const frames = document.querySelectorAll<HTMLIFrameElement>('[data-frames-ahead] > iframe[src]')
  return [...frames].find((frame) => frame.getAttribute('src') === src)
}
