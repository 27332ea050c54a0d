import { defaultTreeAdapter, serialize } from 'parse5'

/** Times that the output is read again; nearly every message is stable at the first. */
const PASSES = 6

/** What `clean` leaves as it is: parsed again, it is the same tree. Markup that changes each time it is read is shown as what it is. */
export function fixedPoint(cleaned: string, clean: (html: string) => string): string {
  let output = cleaned
  for (let pass = 0; pass < PASSES; pass++) {
    // Escaping made it longer than what was read; it is all ours by now.
    const again = clean(output)
    if (again === output) return output
    output = again
  }
  return asText(output)
}

function asText(html: string): string {
  const fragment = defaultTreeAdapter.createDocumentFragment()
  defaultTreeAdapter.insertText(fragment, html.slice(0, 100_000))
  return serialize(fragment)
}
