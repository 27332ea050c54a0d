import type { SearchKeys } from '#lib/mime/digest.ts'

/** The ids that a message refers to, the nearest last (RFC 5256 §3, step 1). */
export function referredIds({ references = [], inReplyTo = '' }: Partial<Pick<SearchKeys, 'references' | 'inReplyTo'>>): readonly string[] {
  return (references.length > 0 ? references : inReplyTo === '' ? [] : [inReplyTo]).map(normalizedId)
}

/** RFC 5256 §3: ids that differ only in quoting are one. */
export function normalizedId(id: string): string {
  // Hardly any is quoted, and a character is looked at sooner than a pattern.
  if (id[1] !== '"') return id
  const quoted = /^<"((?:[^"\\]|\\.)*)"@/.exec(id)
  return quoted ? `<${quoted[1]!.replace(/\\(.)/g, '$1')}@${id.slice(quoted[0].length)}` : id
}
