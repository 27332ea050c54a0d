import type { Socket } from 'node:net'
import { toSignInError } from '#lib/imap/gateway-failure.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { openSocket, upgradeSocket, writeOut } from '#lib/network/client-socket.ts'
import { notPop3, Pop3Source } from './pop3-source.ts'

/** Messages that a mailbox may have: a list of them is some megabytes. */
const MOST_LISTED = 100_000
/** `unique-id = 1*70<0x21-0x7E>` (RFC 1939 §7). */
const UIDL_LINE = /^(\d{1,9}) +([!-~]{1,70})\s*$/
const LIST_LINE = /^(\d{1,9}) +(\d{1,15})(?:\s|$)/

/** A message that lies on the server. */
export interface ListedMessage {
  readonly number: number
  /** The server's name for it, which it never gives to another one. */
  readonly uid: string
  /** Octets, as the server says. */
  readonly size: number
}

/** A signed-in connection to a POP3 server (RFC 1939). One command at a time. Every method throws GatewayError. */
export class Pop3Connection {
  #socket: Socket
  #source: Pop3Source

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#source = new Pop3Source(socket)
  }

  /** Connects with TLS exactly as the address says and never less, and signs in. The signal ends the connection at any time. */
  static async open(server: ServerAddress, { user, password }: Credentials, signal: AbortSignal): Promise<Pop3Connection> {
    // Each is a line of its own, and so can hold none.
    if (/[\r\n\0]/.test(user + password) || user === '' || password === '') throw signInRefused()
    const socket = await openSocket(server, signal).catch((error: unknown) => {
      throw toSignInError(error)
    })
    const connection = new Pop3Connection(socket)
    try {
      if (!/^\+OK\b/i.test(await connection.#source.line())) throw notPop3('the greeting')
      if (server.tls === 'starttls') await connection.#startTls(server, signal)
      await connection.#signIn(user, password)
      return connection
    } catch (error) {
      connection.#socket.destroy()
      throw isGatewayError(error) ? error : toSignInError(error)
    }
  }

  /** What lies there, in the server's order. Throws GatewayError 'refused' for a server that gives messages no names (UIDL). */
  async list(): Promise<readonly ListedMessage[]> {
    if (!(await this.#ask('UIDL'))) throw notPop3('no UIDL')
    const uids = await this.#source.list(MOST_LISTED)
    if (!(await this.#ask('LIST'))) throw notPop3('no LIST')
    const sizes = new Map((await this.#source.list(MOST_LISTED)).map((line) => LIST_LINE.exec(line) ?? []).map(([, number, size]) => [Number(number), Number(size)]))
    return uids.flatMap((line) => {
      const [, number, uid] = UIDL_LINE.exec(line) ?? []
      return number === undefined || uid === undefined ? [] : [{ number: Number(number), uid, size: sizes.get(Number(number)) ?? 0 }]
    })
  }

  /** A message's content. It has to be read to its end, or the connection closed. Undefined where the server does not give it. */
  async retrieve(number: number): Promise<AsyncIterable<Buffer> | undefined> {
    return (await this.#ask(`RETR ${number}`)) ? this.#source.message() : undefined
  }

  /** Marks a message as deleted; it goes with `finish`. */
  async delete(number: number): Promise<void> {
    await this.#ask(`DELE ${number}`)
  }

  /** Says goodbye: only now what was deleted goes (RFC 1939 §6). */
  async finish(): Promise<void> {
    await this.#ask('QUIT')
    this.close()
  }

  close(): void {
    this.#socket.destroy()
  }

  async #startTls(server: ServerAddress, signal: AbortSignal): Promise<void> {
    // RFC 2595 §4.
    if (!(await this.#ask('STLS'))) throw new GatewayError('certificate-untrusted', 'no STLS')
    this.#source.release()
    this.#socket = await upgradeSocket(this.#socket, server, signal)
    this.#source = new Pop3Source(this.#socket)
  }

  async #signIn(user: string, password: string): Promise<void> {
    if (!(await this.#ask(`USER ${user}`)) || !(await this.#ask(`PASS ${password}`))) throw signInRefused()
  }

  /** Whether the server says +OK. */
  async #ask(command: string): Promise<boolean> {
    // Nothing of ours is due: a server that speaks before it is asked is believed nothing.
    if (this.#source.buffered > 0) throw notPop3('an answer to nothing')
    await writeOut(this.#socket, Buffer.from(`${command}\r\n`))
    const line = await this.#source.line()
    if (/^\+OK\b/i.test(line)) return true
    if (/^-ERR\b/i.test(line)) return false
    throw notPop3('neither +OK nor -ERR')
  }
}

function signInRefused(): GatewayError {
  return new GatewayError('refused', 'sign-in', { refusal: { name: 'fetch-sign-in-refused' } })
}
