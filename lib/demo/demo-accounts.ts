/** The people of the demonstration (domain example.test); each password is `postern-NAME`. */
export interface DemoAccount {
  readonly name: string
  /** For a From line. */
  readonly displayName: string
  readonly address: string
  readonly password: string
  /** Octets; given once the mail is there. */
  readonly quota?: number
}

export interface DemoGrant {
  readonly owner: string
  readonly mailbox: string
  readonly grantee: string
  readonly rights: string
  readonly alias: string
}

export const DEMO_DOMAIN = 'example.test'

/** Carol's mail fills nearly all of it, so that the next large message does not fit. */
export const CAROL_QUOTA = 2 * 1024 * 1024

const PEOPLE: readonly (readonly [name: string, displayName: string, quota?: number])[] = [
  ['alice', 'Alice Archer'],
  ['bob', 'Bob Brennan'],
  ['carol', 'Carol Castellan', CAROL_QUOTA],
  ['admin', 'Ada Minster'],
  ['outside', 'The outside world'],
]

/** Everybody who can sign in; `outside` receives what is addressed elsewhere. */
export function demoAccounts(): readonly DemoAccount[] {
  return PEOPLE.map(([name, displayName, quota]) => ({
    name,
    displayName,
    address: `${name}@${DEMO_DOMAIN}`,
    password: `postern-${name}`,
    ...(quota === undefined ? {} : { quota }),
  }))
}

/** The admin's mailbox Team, which alice, bob and carol use as `Shared/Team`. */
export function demoGrants(): readonly DemoGrant[] {
  return ['alice', 'bob', 'carol'].map((grantee) => ({ owner: 'admin', mailbox: 'Team', grantee, rights: 'lrswit', alias: 'Team' }))
}
