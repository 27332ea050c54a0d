import 'server-only'
import { WaitingShares } from '#lib/gateway/sharing/waiting-shares.ts'
import { processSingleton } from '../process-singleton.ts'
import { config } from '../wiring.ts'
import { writing } from '../writing/desk.ts'

/** What was shared and waits for somebody to sign in: all together twice the largest message. */
export function waitingShares(): WaitingShares {
  return processSingleton('waiting-shares', () => new WaitingShares(2 * config().limits.messageSize, async (files) => (await writing()).spool.remove(files)))
}
