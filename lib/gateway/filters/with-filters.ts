import { createHash } from 'node:crypto'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { isScriptName, SCRIPT_OCTETS } from '#lib/mail/filters/script.ts'
import { withSieve, type SieveAccount } from '#lib/sieve-client/with-sieve.ts'
import type { SieveConnection } from '#lib/sieve-client/sieve-connection.ts'
import { explainFilters } from './explain-filters.ts'

/** Whose filters, for the length of one request. */
export interface FilterDesk extends SieveAccount {
  readonly signal: AbortSignal
}

/** Lends a connection to the server that keeps somebody's filters; what goes wrong there is a GatewayError. */
export async function withFilters<T>({ signal, ...account }: FilterDesk, task: (sieve: SieveConnection) => Promise<T>): Promise<T> {
  try {
    return await withSieve(account, signal, task)
  } catch (error) {
    throw explainFilters(error)
  }
}

/** Names the state of a script: of the same octets the same. ManageSieve has none of its own, so what is there is compared before anything is put over it. */
export function revisionOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url')
}

/** Throws GatewayError 'invalid' for what no script may be called. */
export function requireScriptName(name: string): void {
  if (!isScriptName(name)) throw new GatewayError('invalid', 'filters name', { refusal: { name: 'filter-name' } })
}

/** The octets of a script. Throws GatewayError 'too-large'. */
export function scriptOctets(text: string): Buffer {
  const octets = Buffer.from(text)
  if (octets.length > SCRIPT_OCTETS) throw new GatewayError('too-large', 'filters script', { refusal: { name: 'filter-large', with: { kilobytes: SCRIPT_OCTETS / 1024 } } })
  return octets
}
