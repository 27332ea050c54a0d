import assert from 'node:assert/strict'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { test } from 'node:test'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { openAccountPool } from '../account-pool.ts'
import { readServerEntries, writeServerEntries } from './server-entries.ts'

/** A server that answers METADATA's commands with these lines; `T` stands for the tag. */
async function serving(capability: string, answer: string): Promise<{ readonly server: Server; readonly port: number }> {
  const talk = (socket: Socket): void => {
    socket.on('error', () => undefined)
    socket.write(`* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+ ${capability}] ready\r\n`)
    let rest = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [tag, command] = line.split(' ')
        socket.write(/^[GS]ETMETADATA$/.test(command ?? '') ? answer.replaceAll('T ', `${tag} `) : `${tag} OK done\r\n`)
      }
    })
  }
  const server = createServer(talk)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

async function using<T>(capability: string, answer: string, work: (connections: ReturnType<ReturnType<typeof openAccountPool>['of']>) => Promise<T>): Promise<T> {
  const { server, port } = await serving(capability, answer)
  const pool = openAccountPool(2)
  try {
    return await work(pool.of({ server: { host: '127.0.0.1', port, tls: 'none', verify: false }, credentials: { user: 'a', password: 'b' } }, new AbortController().signal))
  } finally {
    pool.closeAll()
    server.close()
  }
}

const FOLDER = '/private/vendor/postern/x'

test('only what was asked for is read, in whatever form a server sends it', async () => {
  const answer =
    '* METADATA "" (/PRIVATE/vendor/postern/X/One {3}\r\nüx /private/vendor/postern/x/two NIL /private/vendor/other/three "3" /private/vendor/postern/x/four "4")\r\n' +
    `* METADATA "INBOX" (${FOLDER}/five "5")\r\n* METADATA "" ${FOLDER}/six\r\n* METADATA "" (${FOLDER}/seven {70000}\r\n${'x'.repeat(70_000)} ${FOLDER}/eight)\r\nT OK done\r\n`
  const entries = await using('METADATA', answer, (connections) => readServerEntries(connections, FOLDER))
  assert.deepEqual(entries, new Map([['one', 'üx'], ['four', '4']]))
})

test('a server that has no room says so; another refusal stays one', async () => {
  const failure = (answer: string) =>
    using('METADATA-SERVER', answer, (connections) => writeServerEntries(connections, FOLDER, new Map([['one', '1']]))).then(
      () => 'none',
      (error: unknown) => (isGatewayError(error) ? error.failure : String(error)),
    )
  assert.equal(await failure('T NO [METADATA MAXSIZE 1024] too large\r\n'), 'too-large')
  assert.equal(await failure('T NO [METADATA TOOMANY] too many\r\n'), 'too-large')
  assert.equal(await failure('T NO [METADATA NOPRIVATE] only shared ones\r\n'), 'refused')
  assert.equal(await failure('T NO [OVERQUOTA] full\r\n'), 'over-quota')
  assert.equal(await failure('T OK done\r\n'), 'none')
})
