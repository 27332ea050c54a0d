/** Characters: a plain field that holds a megabyte costs the browser 50 ms and more at each key, whatever a page does or leaves. */
const LONG = 50_000

/** A text in two: what somebody writes, and the quoted lines at its end. */
export interface SplitText {
  readonly own: string
  readonly quoted: string
}

/** Divides a long text where the quoted lines at its end begin; undefined where that would leave a long text, or spare little. */
export function splitQuotation(text: string): SplitText | undefined {
  if (text.length <= LONG) return undefined
  let start = text.length
  for (let at = start; at > 0; ) {
    at = startOfLine(text, at)
    if (text[at] === '>') start = at
    else if (text[at] !== '\n' && at < text.length) break
  }
  return start <= LONG && text.length - start > LONG / 2 ? { own: text.slice(0, start), quoted: text.slice(start) } : undefined
}

/** Both as one text again; what is quoted begins with a line of its own, whatever was typed above it. */
export function joinQuotation({ own, quoted }: SplitText): string {
  return own === '' || own.endsWith('\n') ? own + quoted : `${own}\n${quoted}`
}

/** Of the line that ends there, its line end counted. */
function startOfLine(text: string, end: number): number {
  return end < 2 ? 0 : text.lastIndexOf('\n', end - 2) + 1
}
