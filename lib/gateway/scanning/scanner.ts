import type { Log } from '#lib/log/log.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ScannerAddress } from '#lib/mail/network/scanner-address.ts'
import type { Writing } from '../writing/writing.ts'
import { askClamd } from './ask-clamd.ts'
import { askProgram } from './ask-program.ts'

export interface ScannerRules {
  readonly scanner: ScannerAddress
  /** One file is looked at for so long at most. */
  readonly seconds: number
  /** What becomes of a file that nobody could look at. */
  readonly onFailure: 'refuse' | 'pass'
}

/** Looks at each file for viruses. Throws GatewayError 'refused' with the name of one that is found, 'server-busy' where nobody could look, in time or at all, and such files are refused. */
export function scanWith({ scanner, seconds, onFailure }: ScannerRules, log: Log): NonNullable<Writing['scan']> {
  return async ({ path, name }) => {
    const virus = await ask(scanner, path, AbortSignal.timeout(seconds * 1000)).catch((error: unknown) => {
      log.error('upload not scanned', error, { becomes: onFailure })
      if (onFailure === 'pass') return undefined
      throw new GatewayError('server-busy', 'scanner', { cause: error, refusal: { name: 'file-not-scanned', with: { name } } })
    })
    if (virus === undefined) return
    const readable = virus.replace(/[^\x20-\x7e]/g, '?').slice(0, 100)
    log.warn('upload with a virus refused', { virus: readable })
    throw new GatewayError('refused', 'virus', { refusal: { name: 'file-infected', with: { name, virus: readable } } })
  }
}

function ask(scanner: ScannerAddress, path: string, signal: AbortSignal): Promise<string | undefined> {
  return scanner.kind === 'program' ? askProgram(scanner, path, signal) : askClamd(scanner, path, signal)
}
