import { GatewayError } from '#lib/mail/gateway-error.ts'
import { withLineEnds } from '#lib/mail/filters/script.ts'
import type { SieveConnection } from '#lib/sieve-client/sieve-connection.ts'
import { SieveProblem } from '#lib/sieve-client/sieve-problem.ts'
import { explainScript } from './explain-filters.ts'
import { requireScriptName, revisionOf, scriptOctets, withFilters, type FilterDesk } from './with-filters.ts'

export interface FilterToSave {
  readonly name: string
  readonly text: string
  /** Of what was opened; '' for a new one, whose name must be free. */
  readonly revision: string
}

export interface SavedFilter {
  readonly revision: string
  readonly isActive: boolean
  /** What the server warns of, '' for nothing. */
  readonly warnings: string
}

/**
 * Keeps a filter at the server, with the line ends it had. Throws GatewayError 'conflict' when it is not what was opened any more, or the name of a new
 * one is taken; 'refused' with the server's words when it is wrong; 'over-quota'. Then nothing was changed.
 */
export async function saveFilter(desk: FilterDesk, { name, text, revision }: FilterToSave): Promise<SavedFilter> {
  requireScriptName(name)
  return withFilters(desk, async (sieve) => {
    const there = await contentOf(sieve, name)
    if (there !== undefined && revision === '') throw new GatewayError('conflict', 'filters name', { refusal: { name: 'filter-there' } })
    if (revision !== '' && (there === undefined || revisionOf(there) !== revision)) throw changed()
    const content = scriptOctets(withLineEnds(text, there?.toString('utf8') ?? ''))
    await sieve.requireSpace(name, content.length)
    const warnings = await judged(sieve.put(name, content))
    const isActive = (await sieve.list()).some((each) => each.name === name && each.isActive)
    return { revision: revisionOf(content), isActive, warnings }
  })
}

/** Lets the server look at a text that it does not keep; answers what it warns of. Throws GatewayError 'refused' with its words when the text is wrong. */
export async function checkFilter(desk: FilterDesk, text: string): Promise<string> {
  const content = scriptOctets(withLineEnds(text, ''))
  return withFilters(desk, async (sieve) => {
    if (!sieve.capabilities.isComplete) throw new GatewayError('refused', 'filters check', { refusal: { name: 'filter-unchecked' } })
    return judged(sieve.check(content))
  })
}

/** Throws GatewayError 'conflict' unless the filter is what was opened. */
export async function requireUnchanged(sieve: SieveConnection, name: string, revision: string): Promise<void> {
  const there = await contentOf(sieve, name)
  if (there !== undefined && revisionOf(there) !== revision) throw changed()
}

async function contentOf(sieve: SieveConnection, name: string): Promise<Buffer | undefined> {
  try {
    return await sieve.get(name)
  } catch (error) {
    if (error instanceof SieveProblem && error.kind === 'no-such-script') return undefined
    throw error
  }
}

async function judged(answer: Promise<string>): Promise<string> {
  try {
    return await answer
  } catch (error) {
    throw explainScript(error)
  }
}

function changed(): GatewayError {
  return new GatewayError('conflict', 'filters changed', { refusal: { name: 'filter-changed' } })
}
