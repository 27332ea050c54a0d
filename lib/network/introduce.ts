import { connect, type Socket } from 'node:net'
import { writeProxyHeader } from '#lib/mail/network/proxy-header.ts'
import type { ClientIntroduction, ServerAddress } from '#lib/mail/network/server-address.ts'

/** Whether connections to that server begin with a header of the PROXY protocol. */
export function beginsWithHeader({ introduces }: { readonly introduces?: ClientIntroduction | undefined }): boolean {
  return introduces === 'proxy-v1' || introduces === 'proxy-v2'
}

/** Writes the header in front of a connection that has just been made, where the server wants one: for `client`, else as one of our own. */
export function introduce(socket: Socket, introduces: ClientIntroduction | undefined, client: string | undefined): void {
  if (introduces !== 'proxy-v1' && introduces !== 'proxy-v2') return
  const { remoteAddress: address = '', remotePort: port = 0, localPort: own = 0 } = socket
  // The browser's port is known to nobody behind its proxy, and Dovecot takes no 0: this connection's own stands for it.
  socket.write(writeProxyHeader(introduces === 'proxy-v1' ? 1 : 2, client === undefined ? undefined : { address: client, port: own }, { address, port }))
}

/** A connection of our own that begins with what the server wants; TLS may follow. Rejects with the socket's error. */
export function connectIntroduced({ host, port, introduces }: ServerAddress, client: string | undefined, patience: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true })
    const late = (): void => void socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }))
    socket.setTimeout(patience, late)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('timeout', late).off('error', reject)
      introduce(socket, introduces, client)
      resolve(socket)
    })
  })
}
