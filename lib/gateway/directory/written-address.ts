import type { DirectoryEntry } from '#lib/mail/directory/directory-entry.ts'
import { formatAddress } from '#lib/mime/addresses.ts'

/** An entry as an address of a message (RFC 5322 §3.4): its name quoted where it must be. '' where it has no address. */
export function writtenAddress({ name, addresses }: Pick<DirectoryEntry, 'name' | 'addresses'>, address: string = addresses[0] ?? ''): string {
  return address === '' ? '' : formatAddress({ name: name === address ? '' : name, address })
}
