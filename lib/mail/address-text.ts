import type { Address } from './envelope.ts'

/** Addresses as one text, so that a search finds names, addresses, and both together. */
export function addressText(addresses: readonly Address[]): string {
  return addresses.map(oneAddress).join(', ')
}

function oneAddress({ name, address, group }: Address): string {
  if (group) return `${name}: ${addressText(group)};`
  return name === '' ? address : `${name} <${address}>`
}
