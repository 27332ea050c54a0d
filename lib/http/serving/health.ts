import { connect } from 'node:net'

/** Whether this process should be sent people; asked by proxies and orchestrators. */
export interface Readiness {
  readonly ready: boolean
  /** A fixed sentence, without addresses: anybody may ask. */
  readonly sentence: string
}

/** How long an answer about the IMAP server holds, so that asking often costs nothing. */
const HOLDS_MS = 2_000
const CONNECT_MS = 1_500

/**
 * Answers whether the site's IMAP server accepts connections, at most one attempt every two seconds.
 * It opens a socket and closes it: nobody signs in.
 */
export function createReadiness(server: { readonly host: string; readonly port: number }, now: () => number = Date.now): () => Promise<Readiness> {
  let last: { at: number; answer: Promise<Readiness> } | undefined
  return () => {
    if (!last || now() - last.at >= HOLDS_MS) last = { at: now(), answer: probe(server) }
    return last.answer
  }
}

function probe({ host, port }: { readonly host: string; readonly port: number }): Promise<Readiness> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MS })
    const finish = (ready: boolean): void => {
      socket.destroy()
      resolve({ ready, sentence: ready ? 'ready' : 'the mail server does not answer' })
    }
    socket.once('connect', () => finish(true))
    socket.once('timeout', () => finish(false))
    socket.once('error', () => finish(false))
  })
}
