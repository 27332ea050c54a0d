import { startWeb as startGateway } from '#lib/http/server.ts'
import type { StartPart } from './running.ts'

/** The gateway. */
export const startWeb: StartPart = async (config, log, { dev }) => {
  const web = await startGateway(config, log, { dev })
  return { ...web, users: [], reload: (next) => web.reload(next), close: () => web.close() }
}
