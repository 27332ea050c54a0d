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

/** The rights as a client hears them: with `c` and `d` of RFC 2086 wherever one of their members is (RFC 4314 §2.1.1). */
export function spokenRights(rights: string): string {
  return `${rights}${/[kx]/.test(rights) ? 'c' : ''}${/[te]/.test(rights) ? 'd' : ''}`
}

/** An entry of an access control list; a `-` before the identifier takes rights away (RFC 4314 §2). */
export interface AclEntry {
  readonly identifier: string
  readonly rights: string
}

/** What the entries that speak of one account give it together: all that is granted, less all that is denied. */
export function effectiveRights(entries: readonly AclEntry[]): string {
  const of = (negative: boolean): string => entries.filter(({ identifier }) => identifier.startsWith('-') === negative).map(({ rights }) => rights).join('')
  const [granted, denied] = [canonicalRights(of(false)), of(true)]
  return [...granted].filter((right) => !denied.includes(right)).join('')
}

/** True when somebody with these rights may know that the mailbox is there (RFC 4314 §4, "Any"). */
export function isKnown(rights: string): boolean {
  return /[lrikxa]/.test(rights)
}

/** True when these rights let one see and set annotations (RFC 5464 §3.3). */
export function isAnnotatable(rights: string): boolean {
  return rights.includes('l') && /[rswip]/.test(rights)
}
