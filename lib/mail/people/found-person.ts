import type { Pick } from './pick.ts'

/** Somebody as a list of people shows them. */
export interface FoundPerson {
  readonly name: string
  readonly isGroup: boolean
  /** '' where there is none. */
  readonly address: string
  readonly phone: string
  readonly organization: string
  readonly pick: Pick
  /** The titles of all directories and address books that know them, the first one first. */
  readonly sources: readonly string[]
}

/** Those whom one address book or directory knows. */
export interface PeopleOfSource {
  readonly title: string
  readonly place: { readonly book: string } | { readonly directory: string }
  readonly people: readonly FoundPerson[]
}
