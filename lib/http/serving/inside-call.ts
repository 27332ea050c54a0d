import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, request as ask, type IncomingMessage } from 'node:http'
import { duplexPair } from 'node:stream'
import type { Handler } from './front.ts'

// The server and each compiled route have their own copy of this module; the storage must be one.
const KEY = Symbol.for('postern.inside-call')
const shared = globalThis as { [KEY]?: AsyncLocalStorage<true> }
const storage = (shared[KEY] ??= new AsyncLocalStorage<true>())

/** Whether the request that is being answered was made by `askInside`. Nothing that a request says makes it so. */
export function isInsideCall(): boolean {
  return storage.getStore() === true
}

/**
 * Asks the framework for a path of its own, without a socket and without the front, and answers the status. What the
 * framework compiled has modules of its own: this is how the server sets something in motion there.
 */
export async function askInside(framework: Handler, path: string): Promise<number> {
  const [ours, theirs] = duplexPair()
  const failure = Promise.withResolvers<never>()
  const server = createServer((request, response) => {
    storage.run(true, () => framework(request, response)).catch(failure.reject)
  })
  server.emit('connection', theirs)
  try {
    const answer = Promise.withResolvers<IncomingMessage>()
    ask({ createConnection: () => ours, host: 'localhost', path }).on('response', answer.resolve).on('error', answer.reject).end()
    const { statusCode = 0 } = await Promise.race([answer.promise, failure.promise])
    return statusCode
  } finally {
    ours.destroy()
    theirs.destroy()
  }
}
