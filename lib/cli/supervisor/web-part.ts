import { demoBooks } from '#lib/demo/contacts/demo-books.ts'
import { startWeb as startGateway } from '#lib/http/server.ts'
import type { Family } from '#lib/log/figures/exposition.ts'
import { askRunning } from '#lib/mail-server/admin-client.ts'
import type { StartPart } from './running.ts'

/** The gateway; of a demonstration with its address books. */
export const startWeb: StartPart = async (config, log, { dev, inherited }) => {
  const web = await startGateway(config, log, { dev, inherited, preparedBooks: config.demo ? demoBooks() : [], mailServer: () => askMailServer(config.data) })
  return { ...web, users: [], reload: (next) => web.reload(next), close: () => web.close() }
}

/** Over its admin channel, which only who owns the data directory can use. */
async function askMailServer(data: string): Promise<readonly Family[]> {
  const mail = await askRunning(data)
  try {
    return (await mail?.figures()) ?? []
  } finally {
    await mail?.close()
  }
}
