import type { Socket } from 'node:net'
import { ProxyHeaderProblem, readProxyHeader, type ProxiedConnection } from '#lib/mail/network/proxy-header.ts'

/**
 * Takes the header of the PROXY protocol off the beginning of a connection, and nothing behind it. Nobody may have read from the socket, and
 * the socket's errors are the caller's to hear. Throws ProxyHeaderProblem where another octet comes, the connection ends, or the header is
 * not whole within `patience` milliseconds.
 */
export function readIntroduction(socket: Socket, patience: number): Promise<ProxiedConnection> {
  return new Promise((resolve, reject) => {
    let heard: Uint8Array = new Uint8Array()
    const read = (): void => {
      for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
        heard = Buffer.concat([heard, chunk])
        const found = readProxyHeader(heard)
        if (!found) continue
        settle()
        if (found.length < heard.length) socket.unshift(Buffer.from(heard.subarray(found.length)))
        return resolve(found.header)
      }
    }
    const readable = (): void => {
      try {
        read()
      } catch (error) {
        settle()
        reject(error as Error)
      }
    }
    const fail = (reason: string) => (): void => {
      settle()
      reject(new ProxyHeaderProblem(reason))
    }
    const [ended, late] = [fail('the connection ended before its header'), fail('no header in time')]
    const timer = setTimeout(late, patience)
    const settle = (): void => {
      clearTimeout(timer)
      socket.off('readable', readable).off('end', ended).off('close', ended)
    }
    socket.on('readable', readable).on('end', ended).on('close', ended)
  })
}
