import type { Words } from '#lib/i18n/words.ts'
import type { Address } from '#lib/mail/envelope.ts'

/** `Name <local@domain>` as people write it. */
export function writeAddress({ name, address, group }: Address): string {
  if (group) return `${name}: ${group.map(writeAddress).join(', ')}`
  if (name === '' || name === address) return address
  return address === '' ? name : `${name} <${address}>`
}

/** Who it is, in a row: the name, or the address where there is no name or one that pretends to be an address; the first of several with their number. */
export function personLabel(words: Words, people: readonly Address[], nobody: string): string {
  const [first, ...others] = people
  const label = first ? (isMisleading(first) ? first.address : first.name || first.address) : ''
  if (label === '') return nobody
  return others.length === 0 ? label : `${label} ${words.index.others({ count: others.length })}`
}

/** True where the name could be taken for another address than the real one (threats D14), so both must be seen. */
export function isMisleading({ name, address }: Address): boolean {
  return name.includes('@') && !name.toLowerCase().includes(address.toLowerCase())
}
