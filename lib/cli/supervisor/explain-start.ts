import { DataDirectoryInUse, DataDirectoryUnsafe } from '#lib/mail-server/data-directory.ts'
import { PartitionProblem } from '#lib/mail-store/disk/partition-problem.ts'
import type { Log } from '#lib/log/log.ts'

/** One sentence for what kept a part from starting; what nobody expects is logged with its stack as well. */
export function explainStart(error: unknown, log: Log): string {
  const expected = explainExpected(error)
  if (expected !== undefined) return expected
  log.error('start failed', error)
  return `it could not start: ${error instanceof Error ? error.message : String(error)}`
}

function explainExpected(error: unknown): string | undefined {
  if (error instanceof DataDirectoryInUse || error instanceof DataDirectoryUnsafe || error instanceof PartitionProblem) return error.message
  const { code, port, address, path } = error as { code?: string; port?: number; address?: string; path?: string }
  const where = address === undefined ? `port ${port}` : `${address}:${port}`
  if (code === 'EADDRINUSE') return `${where} is in use by another program: end it, or choose another port ("config show" names the variables; 0 picks a free one).`
  if (code === 'EACCES' && port !== undefined) return `${where} may not be bound by this user: choose a port above 1023, or run it with the right to bind lower ones.`
  if (code === 'EADDRNOTAVAIL') return `${where} is no address of this machine: see http.host and mail.host.`
  if ((code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC') && path !== undefined) return `${path} cannot be written (${code}).`
  return undefined
}
