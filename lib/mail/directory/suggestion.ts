/** Somebody to write to, as typing offers them. */
export interface Suggestion {
  readonly name: string
  readonly address: string
  /** Both as they stand in an address field. */
  readonly written: string
  /** What tells people of one name apart; '' where nothing does. */
  readonly detail: string
  readonly isGroup: boolean
  /** The title of the directory or address book that knows them first. */
  readonly source: string
}

/** What `GET /api/directory` and `GET /api/contacts` answer. */
export interface SuggestionAnswer {
  readonly suggestions: readonly Suggestion[]
  /** Whether others fit, too. */
  readonly more: boolean
  /** Directories that could not be asked, each with a sentence for people. */
  readonly failures: readonly { readonly title: string; readonly sentence: string }[]
}
