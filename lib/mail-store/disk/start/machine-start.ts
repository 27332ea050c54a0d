import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

const BOOT_ID = '/proc/sys/kernel/random/boot_id'
const MINUTE = 60_000

/** No start of a machine: nothing that was written is safe. */
export const NEVER = 'never'

/**
 * Names the present start of the machine: what has been written without being brought to the disk is safe until the next one. Where the system
 * does not number its starts it is the minute of this one, which a clock that is set may change.
 */
export function machineStart(): string {
  try {
    return readFileSync(BOOT_ID, 'latin1').trim()
  } catch {
    return `${Math.round((Date.now() - uptime() * 1000) / MINUTE)}`
  }
}
