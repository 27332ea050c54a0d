import 'server-only'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Entrance } from './call.ts'
import { wordsOf } from './wording/reader-language.ts'
import { isSecure } from './request/public-origins.ts'
import { visit, VISIT_HEADER } from './visit.ts'
import { appUrls, config, connectionsOf, log, ourOrigins, sessionOf, signInPath } from './wiring.ts'

/** What routes need to know who is asking: pass it to `accountRoute` and `publicRoute`. */
export const signedIn: Entrance = {
  signIn: async (request) => {
    const session = await sessionOf(request)
    if (!session) throw new GatewayError('not-signed-in')
    return { session, connections: connectionsOf(session, request.signal) }
  },
  visitSecret: (request) => request.headers.get(VISIT_HEADER) ?? visit(request.headers.get('cookie'), isSecure(config())).id,
  origins: ourOrigins,
  words: wordsOf,
  log,
  signInPath,
  home: () => appUrls().home(),
}
