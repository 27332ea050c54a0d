/** Everything RFC 4314 §2.1 knows: what an owner may do with a mailbox. */
export const ALL_RIGHTS = 'lrswipkxtea'

/** What one right of RFC 4314 §2.1 lets its holder do. */
export type Right = 'l' | 'r' | 's' | 'w' | 'i' | 'p' | 'k' | 'x' | 't' | 'e' | 'a'

/** True when `rights` holds every one of `wanted`. */
export function hasRights(rights: string, ...wanted: readonly Right[]): boolean {
  return wanted.every((right) => rights.includes(right))
}

/** The rights in the order of the RFC, each once; letters that no right has are dropped, `c` and `d` of RFC 2086 read as RFC 4314 §2.1.1 says. */
export function canonicalRights(rights: string): string {
  const named = rights.toLowerCase().replaceAll('c', 'kx').replaceAll('d', 'te')
  return [...ALL_RIGHTS].filter((right) => named.includes(right)).join('')
}
