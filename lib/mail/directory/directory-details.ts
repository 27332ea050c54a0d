import type { DirectoryEntry } from './directory-entry.ts'
import type { DirectoryField } from './directory-query.ts'

/** All that a directory tells of one entry. */
export interface DirectoryDetails {
  readonly entry: DirectoryEntry
  /** Everything that stands for each field. */
  readonly values: Readonly<Record<DirectoryField, readonly string[]>>
  readonly hasPhoto: boolean
  readonly hasCertificate: boolean
  /** Of a group: the distinguished names of those who belong to it, and addresses that it names without an entry. */
  readonly members: { readonly names: readonly string[]; readonly addresses: readonly string[]; readonly hasMore: boolean }
}
