import { isUtf8 } from 'node:buffer'
import type { ScriptSummary } from '#lib/mail/filters/script.ts'
import { requireScriptName, revisionOf, withFilters, type FilterDesk } from './with-filters.ts'

/** What the server can do for whoever writes a filter. */
export interface FilterHelp {
  /** Extensions of the language, such as `fileinto`. */
  readonly extensions: readonly string[]
  /** Whether it looks at a text without keeping it. */
  readonly canCheck: boolean
}

/** A filter as it is at the server. */
export interface OpenFilter extends ScriptSummary, FilterHelp {
  readonly content: Buffer
  /** Undefined where the octets are no text. */
  readonly text: string | undefined
  readonly revision: string
}

/** Throws GatewayError 'no-such-part' when it is not there. */
export async function readFilter(desk: FilterDesk, name: string): Promise<OpenFilter> {
  requireScriptName(name)
  return withFilters(desk, async (sieve) => {
    const content = await sieve.get(name)
    const isActive = (await sieve.list()).some((each) => each.name === name && each.isActive)
    const { extensions, isComplete } = sieve.capabilities
    return { name, isActive, content, text: isUtf8(content) ? content.toString('utf8') : undefined, revision: revisionOf(content), extensions, canCheck: isComplete }
  })
}

/** For whoever begins a new one. */
export async function askFilterHelp(desk: FilterDesk): Promise<FilterHelp> {
  return withFilters(desk, async ({ capabilities: { extensions, isComplete } }) => ({ extensions, canCheck: isComplete }))
}
