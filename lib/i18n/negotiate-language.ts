/** Browsers send a dozen; a longer header is no person's. */
const RANGES_READ = 50
/** Whoever asks for the left wants to read the right. */
const WRITTEN_AS: Readonly<Record<string, string>> = { zh: 'zh-hans', 'zh-cn': 'zh-hans', 'zh-sg': 'zh-hans', 'zh-hans-cn': 'zh-hans', pt: 'pt-br', 'pt-pt': 'pt-br' }

/**
 * The language for a reader: what was chosen, if it is offered; else what the Accept-Language header prefers among the offered
 * (RFC 9110 §12.5.4, RFC 4647 §3.4 lookup); else the first that is offered. Any text at all is taken for the header.
 */
export function negotiateLanguage<Tag extends string>({ chosen, accept, offered }: { readonly chosen?: string | undefined; readonly accept?: string | null | undefined; readonly offered: readonly [Tag, ...Tag[]] }): Tag {
  const known = new Map(offered.map((tag) => [tag.toLowerCase(), tag]))
  const own = known.get(chosen?.toLowerCase() ?? '')
  if (own !== undefined) return own
  for (const range of rangesOf(accept ?? '')) {
    const found = lookUp(range, known)
    if (found !== undefined) return found
  }
  return offered[0]
}

/** Ranges by falling weight; those of weight 0 are refused. */
function rangesOf(accept: string): readonly string[] {
  return accept
    .split(',', RANGES_READ)
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
      return { range, weight: /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ range }) => range)
}

/** A range loses its last part until something fits. */
function lookUp<Tag>(range: string, known: ReadonlyMap<string, Tag>): Tag | undefined {
  for (let parts = range.split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
    const tag = parts.join('-')
    const found = known.get(tag) ?? known.get(WRITTEN_AS[tag] ?? '')
    if (found !== undefined) return found
  }
  return undefined
}
