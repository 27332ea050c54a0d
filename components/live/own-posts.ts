/**
 * Knows whether a form of the page is on its way to the page that its answer names: until that is there nothing else may lead away, or an ended session
 * would show the sign-in page in place of what a sign-out says. Whoever still does something on the page is still there.
 */
export class OwnPosts {
  #isPosting = false

  /** Whether the page may be left for another one. */
  get mayLeave(): boolean {
    return !this.#isPosting
  }

  /** Listens to a window, until the function that it answers is called. */
  watch(page: EventTarget): () => void {
    const ended = new AbortController()
    // On a window these come last: what a script takes over is no post of the browser's.
    page.addEventListener('submit', (event) => { this.#isPosting = !event.defaultPrevented }, ended)
    for (const name of ['pageshow', 'pointerdown', 'keydown']) page.addEventListener(name, () => { this.#isPosting = false }, ended)
    return () => ended.abort()
  }
}
