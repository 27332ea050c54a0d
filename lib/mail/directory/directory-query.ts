/** What one can look for in a directory; which attributes of an entry they are its configuration says. */
export const DIRECTORY_FIELDS = ['name', 'first', 'last', 'mail', 'user', 'phone', 'organization', 'unit', 'title', 'city'] as const
export type DirectoryField = (typeof DIRECTORY_FIELDS)[number]

/** How a text is compared; `sounds` is the directory's own idea of what sounds alike (approxMatch, RFC 4511 §4.5.1.7.6). */
export const DIRECTORY_MATCHES = ['begins', 'contains', 'is', 'sounds'] as const
export type DirectoryMatch = (typeof DIRECTORY_MATCHES)[number]

export interface DirectoryCondition {
  readonly field: DirectoryField
  readonly match: DirectoryMatch
  /** As a person typed it; a condition without text asks for nothing. */
  readonly text: string
}

/** What somebody looks up. */
export interface DirectoryQuery {
  readonly conditions: readonly DirectoryCondition[]
  /** Whether an entry has to fulfil all of them or one. */
  readonly join: 'and' | 'or'
  /** Below the base at any depth, or right below it. */
  readonly scope: 'sub' | 'one'
}

/** The form that looks people up, as it is filled in. */
export interface LookUpFields {
  readonly scope: DirectoryQuery['scope']
  readonly join: DirectoryQuery['join']
  readonly field: DirectoryField
  readonly match: DirectoryMatch
  readonly text: string
  readonly field2: DirectoryField
  readonly match2: DirectoryMatch
  readonly text2: string
}
