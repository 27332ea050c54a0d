import type { SieveConnection } from '#lib/sieve-client/sieve-connection.ts'
import { SieveProblem } from '#lib/sieve-client/sieve-problem.ts'
import { requireUnchanged } from './save-filter.ts'
import { requireScriptName, withFilters, type FilterDesk } from './with-filters.ts'

/** From now on the server follows that filter, and no other. Throws GatewayError 'no-such-part'. */
export async function useFilter(desk: FilterDesk, name: string): Promise<void> {
  requireScriptName(name)
  await withFilters(desk, async (sieve) => sieve.activate(name))
}

/** The server follows no filter any more, if it was that one: another that is in use meanwhile stays so. */
export async function stopFilter(desk: FilterDesk, name: string): Promise<void> {
  await withFilters(desk, async (sieve) => {
    if (await isActive(sieve, name)) await sieve.activate(undefined)
  })
}

/** Throws GatewayError 'no-such-part', or 'conflict' when the new name is taken. */
export async function renameFilter(desk: FilterDesk, name: string, to: string): Promise<void> {
  requireScriptName(name)
  requireScriptName(to)
  if (name === to) return
  await withFilters(desk, async (sieve) => (sieve.capabilities.isComplete ? sieve.rename(name, to) : copyAway(sieve, name, to)))
}

/** Throws GatewayError 'conflict' while it is in use, or when it is not what was opened any more. */
export async function deleteFilter(desk: FilterDesk, name: string, revision: string): Promise<void> {
  requireScriptName(name)
  await withFilters(desk, async (sieve) => {
    await requireUnchanged(sieve, name, revision)
    await sieve.delete(name)
  })
}

/** For servers before RFC 5804, which cannot rename: the old one goes when the new one does its work. */
async function copyAway(sieve: SieveConnection, name: string, to: string): Promise<void> {
  if ((await sieve.list()).some((each) => each.name === to)) throw new SieveProblem('name-taken')
  const wasActive = await isActive(sieve, name)
  await sieve.put(to, await sieve.get(name))
  if (wasActive) await sieve.activate(to)
  await sieve.delete(name)
}

async function isActive(sieve: SieveConnection, name: string): Promise<boolean> {
  return (await sieve.list()).some((each) => each.name === name && each.isActive)
}
