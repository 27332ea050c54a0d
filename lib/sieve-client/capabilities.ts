import { textOf, type Token } from './read-response.ts'

/** What a server of filters says of itself (RFC 5804 §1.7). */
export interface SieveCapabilities {
  /** SASL mechanisms in capitals. */
  readonly mechanisms: readonly string[]
  /** Extensions of the filter language, such as `fileinto`. */
  readonly extensions: readonly string[]
  readonly startTls: boolean
  /** Whether it has CHECKSCRIPT and RENAMESCRIPT, which servers before RFC 5804 lack: they say no VERSION. */
  readonly isComplete: boolean
}

/** The capabilities of an answer; undefined where it holds none, as from something that is no such server. */
export function readCapabilities(lines: readonly (readonly Token[])[]): SieveCapabilities | undefined {
  const said = new Map(lines.map(([name, value]) => [textOf(name)?.toUpperCase() ?? '', textOf(value) ?? '']))
  // Every server has to say these two.
  if (!said.has('IMPLEMENTATION') && !said.has('SIEVE')) return undefined
  const words = (name: string): readonly string[] => (said.get(name) ?? '').split(' ').filter((word) => word !== '')
  return { mechanisms: words('SASL').map((name) => name.toUpperCase()), extensions: words('SIEVE'), startTls: said.has('STARTTLS'), isComplete: said.has('VERSION') }
}
