/** What the account menu shows, with URLs ready to follow. */
export interface AccountsHere {
  /** Everybody who is signed in in this browser, by seats. */
  readonly signedIn: readonly { readonly address: string; readonly url: string; readonly isCurrent: boolean }[]
  /** Accounts that the person keeps and that are not signed in. */
  readonly kept: readonly { readonly title: string; readonly url: string }[]
  /** The sign-in page of the next free seat; undefined when none is left, or on a computer that others use. */
  readonly addUrl: string | undefined
  /** Where the accounts to keep are set; undefined where they cannot be. */
  readonly keepUrl: string | undefined
}
