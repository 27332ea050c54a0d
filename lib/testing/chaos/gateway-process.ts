/**
 * The routes of the gateway behind a socket, in a process that can be killed: `node lib/testing/chaos/gateway-process.ts DATA IMAP_PORT SUBMISSION_PORT`
 * prints the port on which it answers.
 */
import { answerRoute, ORIGIN, VISIT } from '../gateway/route-site.ts'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { loadConfig } from '#lib/config/load.ts'
import { withServers } from '#lib/config/servers-in-the-box.ts'
import { setProcessSingleton } from '#lib/http/process-singleton.ts'
import { createLog } from '#lib/log/log.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'

const [data = '', imap = '', smtp = ''] = process.argv.slice(2)
const at = (port: string): ServerAddress => ({ host: '127.0.0.1', port: Number(port), tls: 'none', verify: true })
setProcessSingleton('config', withServers(loadConfig({ data, env: {} }), (servers) => ({ ...servers, imap: at(imap), smtp: at(smtp) })))
setProcessSingleton('log', createLog('error'))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers(Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : [])))
  headers.set('x-postern-visit', VISIT)
  const isPost = request.method === 'POST'
  const asked = new Request(new URL(request.url ?? '/', ORIGIN), {
    method: isPost ? 'POST' : 'GET',
    headers,
    ...(isPost ? { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' } : {}),
  } as RequestInit)
  const answered = await answerRoute(asked)
  response.writeHead(answered.status, [...answered.headers].flat())
  response.end(Buffer.from(await answered.arrayBuffer()))
}

const { outbox } = await import('#lib/http/writing/outbox-site.ts')
await outbox()
const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`)
    response.destroy()
  })
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
