/** Where somebody goes on writing: before everything, behind so many blocks, at the end, or not in the editor. */
export type Caret = 'nowhere' | 'start' | 'end' | number

interface TypedBefore {
  /** What stands in the plain field. */
  readonly typed: string
  /** What stood there first. */
  readonly shown: string
  /** The message that it shows the text of. */
  readonly html: string
}

/**
 * The message with what somebody has typed into the plain field while the editor was on its way. Above or below what was shown it stands there, and the
 * formatting of the rest is kept; where they have changed the rest, their text is the message.
 */
export function takeTyped({ typed, shown, html }: TypedBefore, toHtml: (text: string) => string): { readonly html: string; readonly caret: Caret } {
  if (typed === shown) return { html, caret: 'start' }
  if (shown === '' || typed.endsWith(shown)) {
    const before = typed.slice(0, typed.length - shown.length)
    return { html: toHtml(before) + html, caret: before.replace(/\n$/, '').split('\n').length }
  }
  if (typed.startsWith(shown)) return { html: html + toHtml(typed.slice(shown.length).replace(/^\n/, '')), caret: 'end' }
  return { html: toHtml(typed), caret: 'end' }
}
