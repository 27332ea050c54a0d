import type { Traced } from '#lib/log/trace/traced.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { SieveConnection } from './sieve-connection.ts'
import { SieveProblem, toSieveProblem } from './sieve-problem.ts'

/** A person at a form waits no longer; a server that lets octets drip is stopped by it too. */
const PATIENCE_MILLISECONDS = 20_000

export interface SieveAccount {
  readonly server: ServerAddress
  readonly credentials: Credentials
  /** Writes the conversation down where somebody asked for that. */
  readonly traced?: Traced
}

/** Lends a signed-in connection until the task ends, at most for `patience` milliseconds altogether. Throws SieveProblem, and what aborts the signal. */
export async function withSieve<T>({ server, credentials, traced }: SieveAccount, signal: AbortSignal, task: (connection: SieveConnection) => Promise<T>, patience: number = PATIENCE_MILLISECONDS): Promise<T> {
  const late = AbortSignal.timeout(patience)
  const either = AbortSignal.any([signal, late])
  const conversation = traced?.('sieve')
  let connection: SieveConnection | undefined
  try {
    connection = await SieveConnection.open({ server, credentials, conversation }, either)
    return await task(connection)
  } catch (error) {
    signal.throwIfAborted()
    throw late.aborted ? new SieveProblem('unreachable', 'timeout', { cause: error }) : toSieveProblem(error)
  } finally {
    connection?.close()
    conversation?.end()
  }
}
