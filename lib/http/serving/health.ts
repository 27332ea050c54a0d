import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { beginsWithHeader, introduce } from '#lib/network/introduce.ts'
import { connect } from 'node:net'

/** Whether this process should be sent people; asked by proxies and orchestrators. */
export interface Readiness {
  readonly ready: boolean
  /** What is amiss; empty where it is ready. */
  readonly reasons: readonly UnreadyReason[]
}

export interface UnreadyReason {
  readonly part: UnreadyPart
  /** Fixed, without addresses: anybody may ask. */
  readonly sentence: string
}

export type UnreadyPart = 'gateway' | 'mail-server' | 'storage'

const SENTENCES: Readonly<Record<UnreadyPart, string>> = {
  gateway: 'stopping',
  'mail-server': 'the mail server does not answer',
  storage: 'the sessions cannot be read',
}

export interface ReadinessSite {
  /** The default site's IMAP server. */
  readonly server: Pick<ServerAddress, 'host' | 'port' | 'introduces'>
  /** Rejects where sessions cannot be read: nobody could sign in. */
  readonly readStorage: () => Promise<unknown>
}

/** How long an answer holds, so that asking often costs nothing. */
const HOLDS_MS = 2_000
const CONNECT_MS = 1_500

/**
 * Answers whether the site's IMAP server accepts connections and sessions can be read, at most one attempt every two seconds.
 * It opens a socket and closes it: nobody signs in.
 */
export function createReadiness(site: ReadinessSite, now: () => number = Date.now): () => Promise<Readiness> {
  let last: { at: number; answer: Promise<Readiness> } | undefined
  return () => {
    if (!last || now() - last.at >= HOLDS_MS) last = { at: now(), answer: ask(site) }
    return last.answer
  }
}

/** Not ready because of these. */
export function unready(parts: readonly UnreadyPart[]): Readiness {
  return { ready: parts.length === 0, reasons: parts.map((part) => ({ part, sentence: SENTENCES[part] })) }
}

async function ask({ server, readStorage }: ReadinessSite): Promise<Readiness> {
  const [answers, reads] = await Promise.all([probe(server), readStorage().then(() => true, () => false)])
  return unready([...(answers ? [] : ['mail-server' as const]), ...(reads ? [] : ['storage' as const])])
}

function probe({ host, port, introduces }: ReadinessSite['server']): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MS })
    const finish = (answers: boolean): void => {
      socket.destroy()
      resolve(answers)
    }
    socket.once('connect', () => {
      if (!beginsWithHeader({ introduces })) return finish(true)
      // The server would take a connection without it for an attack; what is written arrives before the end.
      introduce(socket, introduces, undefined)
      socket.resume().end()
      resolve(true)
    })
    socket.once('timeout', () => finish(false))
    socket.once('error', () => finish(false))
  })
}
