/** The groups that access control lists may name. */
export interface AccountGroups {
  has(group: string): boolean
  /** The groups that this account, by its name, belongs to; none for whoever says no name. */
  of(account: string): readonly string[]
}

export const NO_GROUPS: AccountGroups = { has: () => false, of: () => [] }
