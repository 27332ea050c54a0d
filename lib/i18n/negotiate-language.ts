import { languageOf, type LanguageTag } from './languages.ts'

/** Browsers send a dozen; a longer header is no person's. */
const RANGES_READ = 50
/** Whoever asks for the left wants to read the right. */
const WRITTEN_AS: Readonly<Record<string, LanguageTag>> = { zh: 'zh-Hans', 'zh-cn': 'zh-Hans', 'zh-sg': 'zh-Hans', 'zh-hans-cn': 'zh-Hans', pt: 'pt-BR', 'pt-pt': 'pt-BR' }

/**
 * The language for a reader: what was chosen, if it is offered; else what the Accept-Language header prefers among the offered
 * (RFC 9110 §12.5.4, RFC 4647 §3.4 lookup); else the first that is offered. Any text at all is taken for the header.
 */
export function negotiateLanguage({ chosen, accept, offered }: { readonly chosen?: string | undefined; readonly accept?: string | null | undefined; readonly offered: readonly LanguageTag[] }): LanguageTag {
  const isOffered = (tag: LanguageTag | undefined): tag is LanguageTag => tag !== undefined && offered.includes(tag)
  const own = languageOf(chosen)?.tag
  if (isOffered(own)) return own
  for (const range of rangesOf(accept ?? '')) {
    const found = lookUp(range, isOffered)
    if (found) return found
  }
  return offered[0] ?? 'en'
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
function lookUp(range: string, isOffered: (tag: LanguageTag | undefined) => tag is LanguageTag): LanguageTag | undefined {
  for (let parts = range.split('-'); parts.length > 0; parts = parts.slice(0, -1)) {
    const tag = parts.join('-')
    const found = [languageOf(tag)?.tag, WRITTEN_AS[tag]].find(isOffered)
    if (found) return found
  }
  return undefined
}
