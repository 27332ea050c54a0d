import { log } from '../wiring.ts'
import { reminders } from '../reminders/reminder-site.ts'
import { outbox } from './outbox-site.ts'

/**
 * What waited when the last process ended goes on: a message leaves when it is due, and what was put off comes back,
 * before anybody asks for anything. What cannot be opened is told to the log, and is tried again when somebody needs it.
 */
export async function openWhatWaits(): Promise<void> {
  for (const [part, open] of Object.entries({ outbox, reminders })) await open().catch((error: unknown) => log().error('waiting-not-opened', error, { part }))
}
