/** A person, a group or a thing that a directory tells of. All texts are as the directory has them. */
export interface DirectoryEntry {
  /** Names the entry within its directory: its distinguished name. */
  readonly dn: string
  /** The directory that it is from, by its name in the configuration. */
  readonly directory: string
  readonly kind: 'person' | 'group'
  readonly name: string
  readonly addresses: readonly string[]
  readonly phones: readonly string[]
  readonly organization: string
  readonly unit: string
  readonly title: string
  readonly city: string
  /** The distinguished name of who leads them; '' where nobody is named. */
  readonly manager: string
}
