import { demoBooks } from '#lib/demo/contacts/demo-books.ts'
import { startWeb as startGateway } from '#lib/http/server.ts'
import type { StartPart } from './running.ts'

/** The gateway; of a demonstration with its address books. */
export const startWeb: StartPart = async (config, log, { dev, inherited }) => {
  const web = await startGateway(config, log, { dev, inherited, preparedBooks: config.demo ? demoBooks() : [] })
  return { ...web, users: [], reload: (next) => web.reload(next), close: () => web.close() }
}
