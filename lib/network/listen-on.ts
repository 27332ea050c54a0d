import type { AddressInfo, Server } from 'node:net'

/** Where a server is to listen: at an address and port, or on a socket that listens already, which somebody else has opened. */
export interface ListeningPlace {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** A file descriptor; host and port do not count then. */
  readonly fd?: number
}

/** As many as systemd takes for its own; the system may allow less. */
const BACKLOG = 1024

/** Listens, and answers where. Throws what the system says; a file descriptor that is no socket of TCP is an Error, too. */
export async function listenOn(server: Pick<Server, 'listen' | 'once' | 'off' | 'address' | 'close'>, { host, port, fd }: ListeningPlace): Promise<{ readonly host: string; readonly port: number }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(fd === undefined ? { host, port, backlog: BACKLOG } : { fd, backlog: BACKLOG }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const bound = server.address()
  if (typeof bound === 'object' && bound !== null) return fd === undefined ? { host, port: bound.port } : { host: (bound as AddressInfo).address, port: bound.port }
  server.close()
  throw new Error(`the socket that is handed over as file descriptor ${fd} is none of TCP`)
}
