/** A value within a distinguished name (RFC 4514 §2.4): a user name says nothing else in it. */
export function escapeRdn(value: string): string {
  return value.replaceAll(/[\\",+<>;=#\0]|^ | $/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** Whether an entry stands below a base, or is it; a comma that belongs to a value (RFC 4514 §2.4) ends nothing. */
export function isBelow(dn: string, base: string): boolean {
  const [one, below] = [plain(dn), plain(base)]
  if (one === below || below === '') return one !== ''
  if (!one.endsWith(`,${below}`)) return false
  const escapes = /\\*$/.exec(one.slice(0, -below.length - 1))?.[0].length ?? 0
  return escapes % 2 === 0
}

const plain = (dn: string): string => dn.trim().toLowerCase().replaceAll(/\s*([,=])\s*/g, '$1')
