/** A value within a distinguished name (RFC 4514 §2.4): a user name says nothing else in it. */
export function escapeRdn(value: string): string {
  return value.replaceAll(/[\\",+<>;=#\0]|^ | $/g, (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** `%u` is the user name, `%l` what is before its "@"; neither says anything else in the distinguished name. */
export function withUser(dn: string, user: string): string {
  return dn.replaceAll(/%[ul]/g, (sign) => escapeRdn(sign === '%u' ? user : user.replace(/@.*$/s, '')))
}

/** The attribute and the value by which an entry is named, without escapes (RFC 4514 §3); of several the first. */
export function rdnOf(dn: string): readonly [attribute: string, value: string] {
  const [, attribute = '', escaped = ''] = /^\s*([^=\s]+)\s*=\s*((?:\\.|[^\\,+])*)/s.exec(dn) ?? []
  const value = escaped.trim().replaceAll(/((?:\\[0-9a-f]{2})+)|\\(.)/gis, (_, octets: string | undefined, character: string | undefined) => character ?? Buffer.from((octets ?? '').replaceAll('\\', ''), 'hex').toString())
  return [attribute, value]
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
