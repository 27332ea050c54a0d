/** A stretch of text; with `href` where it is a link. */
export interface LinkedText {
  readonly text: string
  readonly href?: string
}

/** Longer ones are no addresses that anybody would follow. */
const LONGEST = 2000
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"“”`\u0000-\u001f\u007f]+/gi

/** Finds web addresses in plain text. Only http and https ever become links; everything else stays text. */
export function findLinks(text: string): readonly LinkedText[] {
  const found: LinkedText[] = []
  let after = 0
  for (const match of text.matchAll(LINK)) {
    const address = withoutClosing(match[0])
    const href = hrefOf(address)
    if (href === undefined) continue
    if (match.index > after) found.push({ text: text.slice(after, match.index) })
    found.push({ text: address, href })
    after = match.index + address.length
  }
  if (after < text.length) found.push({ text: text.slice(after) })
  return found
}

/** The address without the punctuation of the sentence around it; a bracket stays where it was opened inside. */
function withoutClosing(address: string): string {
  let end = address.length
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? ''
    if ('.,;:!?\'*_|'.includes(last)) continue
    const opening = { ')': '(', ']': '[', '}': '{' }[last]
    if (opening === undefined || countOf(address, opening, end) >= countOf(address, last, end)) break
  }
  return address.slice(0, end)
}

function countOf(text: string, character: string, end: number): number {
  let count = 0
  for (let at = text.indexOf(character); at !== -1 && at < end; at = text.indexOf(character, at + 1)) count += 1
  return count
}

function hrefOf(address: string): string | undefined {
  if (address.length > LONGEST) return undefined
  const candidate = /^www\./i.test(address) ? `http://${address}` : address
  if (!URL.canParse(candidate)) return undefined
  const url = new URL(candidate)
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname.includes('.') ? url.href : undefined
}
