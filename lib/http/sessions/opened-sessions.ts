import type { Config } from '#lib/config/config.ts'
import { Sessions } from '#lib/session/sessions.ts'
import { processSingleton } from '../process-singleton.ts'
import { sessionLimits } from '../site-of-session.ts'

/** Who is signed in, for all parts of this process; `config` is asked each time, for a reload may change the limits. */
export function openedSessions(config: () => Config): Promise<Sessions> {
  return processSingleton('sessions', () => Sessions.open(config().data, (account) => sessionLimits(config(), account)))
}
