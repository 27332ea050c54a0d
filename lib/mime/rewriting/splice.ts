/** Octets of a content that something else takes the place of. */
export interface Splice {
  /** Octet offsets, `end` exclusive. */
  readonly start: number
  readonly end: number
  readonly replacement: Uint8Array
}

/** The octets of a content of `size` octets with those splices in it, which must not overlap. */
export function splicedSize(size: number, splices: readonly Splice[]): number {
  return splices.reduce((sum, { start, end, replacement }) => sum - (end - start) + replacement.length, size)
}

/** The content with the splices put in, octet for octet the same everywhere else; splices may come in any order and must not overlap. */
export async function* splice(content: AsyncIterable<Uint8Array>, splices: readonly Splice[]): AsyncGenerator<Uint8Array> {
  const waiting = splices.toSorted((a, b) => a.start - b.start)
  let at = 0
  for await (const chunk of content) {
    const end = at + chunk.length
    let from = at
    for (let next = waiting[0]; next && next.start < end; next = waiting[0]) {
      if (next.start > from) yield chunk.subarray(from - at, next.start - at)
      if (next.start >= from && next.replacement.length > 0) yield next.replacement
      from = Math.min(end, Math.max(from, next.end))
      if (next.end > end) break
      waiting.shift()
    }
    if (from < end) yield chunk.subarray(from - at)
    at = end
  }
  for (const { start, replacement } of waiting) if (start >= at) yield replacement
}
