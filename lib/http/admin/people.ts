import 'server-only'
import { peopleOn, type PersonWithAccount } from '#lib/gateway/admin/signed-in-people.ts'
import { sessions } from '../wiring.ts'
import type { Administrator } from './administrator.ts'

/** Who is signed in on the sites that somebody administers. */
export async function peopleSeenBy({ sites }: Administrator): Promise<readonly PersonWithAccount[]> {
  return peopleOn(sites.map(({ name }) => name), await (await sessions()).list())
}

/** Ends every session of an account; answers how many there were. */
export async function signOutEverywhere(account: string): Promise<number> {
  return (await sessions()).endAll(account)
}
