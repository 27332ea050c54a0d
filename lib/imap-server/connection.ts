import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import { TLSSocket, type SecureContext } from 'node:tls'
import { constants, createInflateRaw } from 'node:zlib'
import type { Log } from '#lib/log/log.ts'
import type { Caller } from '#lib/network/proxied-door.ts'
import { announcedCapabilities } from './commands/index.ts'
import { dispatch } from './dispatch.ts'
import { ByteSource } from './protocol/byte-source.ts'
import { DeflatedOutput } from './protocol/deflated-output.ts'
import { FatalProtocolError } from './protocol/problems.ts'
import { ResponseWriter } from './protocol/response-writer.ts'
import { ImapSession } from './session/imap-session.ts'
import type { ServerContext } from './session/server-context.ts'
import { TlsLeg } from './session/tls-leg.ts'

/** How long a peer may take to close its half after BYE. */
const LINGER = 2000

/** Octets inflated at a time: a bomb waits behind them until somebody reads. */
const INFLATED_CHUNK = 4096

export interface ConnectionOptions {
  readonly id: string
  readonly server: ServerContext
  readonly caller: Caller
  /** TLS from the first octet, or on offer by STARTTLS, or neither. */
  readonly tls: 'none' | 'starttls' | 'tls'
  readonly secureContext: SecureContext | undefined
  readonly log: Log
}

/** One socket's life: greeting, TLS, commands one at a time, BYE. */
export class Connection {
  readonly #session: ImapSession
  readonly #options: ConnectionOptions
  #socket: Socket
  #input!: ByteSource
  #output!: Writable
  #out!: ResponseWriter
  #draining = false
  #hungUp = false
  #inCommand = false
  #octetsIn = 0
  #octetsOut = 0

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket
    this.#options = options
    const { address: remote, isSheltered } = options.caller
    const leg = { remote, encrypted: options.tls === 'tls', loopback: options.server.trustLoopback && isSheltered, canStartTls: options.tls === 'starttls' }
    this.#session = new ImapSession(options.id, options.server, leg, options.log)
    this.#session.conversation = options.server.traces?.begin({ protocol: 'imap', changed: (isOn) => this.#trace(isOn) })
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 5 * 60_000)
    this.#attach()
  }

  get id(): string {
    return this.#options.id
  }

  /** Who signed in on it. */
  get account(): string | undefined {
    return this.#session.accountName
  }

  get octetsIn(): number {
    return this.#octetsIn + this.#input.received
  }

  get octetsOut(): number {
    return this.#octetsOut + this.#out.sent
  }

  /** Serves the client until either side has had enough. Never rejects. */
  async serve(): Promise<void> {
    const { limits } = this.#options.server
    const deadline = setTimeout(() => {
      if (this.#session.state === 'not-authenticated') this.hangUp('Nobody signed in')
      else this.#socket.setTimeout(limits.idleTimeout, () => this.hangUp('Autologout after silence'))
    }, limits.loginTimeout)
    try {
      if (this.#options.tls === 'tls') await this.#startTls()
      await this.#out.untagged(`OK [CAPABILITY ${announcedCapabilities(this.#session)}] Postern ready`)
      await this.#converse()
      this.#close()
    } catch (error) {
      if (error instanceof FatalProtocolError) {
        // With a cause it is the server's own trouble.
        if (error.cause !== undefined) this.#session.log.error('imap.connection-cut', error)
        this.hangUp(error.message)
      } else {
        this.#session.log.error('imap.connection-failed', error)
        this.#socket.destroy()
      }
    } finally {
      clearTimeout(deadline)
      this.#session.end()
    }
  }

  /** Tells a client of more connections than there may be. */
  refuse(): void {
    this.hangUp('Too many connections', 'LIMIT')
    this.#session.end()
  }

  /** Ends the connection as soon as its command is done: at once when it waits for the client. */
  drain(): void {
    this.#draining = true
    if (this.#session.isWaiting) this.hangUp('Server is shutting down', 'UNAVAILABLE')
  }

  /** Tells the client of a new alert at once when it idles (RFC 2177); else its next command does. */
  tellAlert(): void {
    if (!this.#inCommand || !this.#session.isWaiting) return
    // A client that is gone shows as the end of input.
    this.#session.tellAlert(this.#out).then(() => this.#out.flush()).catch(() => undefined)
  }

  async #converse(): Promise<void> {
    let bad = 0
    for (;;) {
      if (this.#draining) return this.hangUp('Server is shutting down', 'UNAVAILABLE')
      this.#session.isWaiting = true
      const line = await this.#nextLine()
      this.#session.isWaiting = false
      if (line === null) return
      this.#inCommand = true
      const next = await dispatch(this.#session, { input: this.#input, out: this.#out }, line)
      this.#inCommand = false
      bad = next === 'bad' ? bad + 1 : 0
      if (bad >= this.#options.server.limits.badCommands) throw new FatalProtocolError('Too many bad commands')
      if (next === 'start-tls') await this.#startTls()
      if (next === 'compress') await this.#compress()
      if (next === 'close') return await this.#out.flush()
    }
  }

  /** The next command's first line; meanwhile a client that asked for it by NOTIFY hears of changes (RFC 5465 §3.1). */
  async #nextLine(): Promise<string | null> {
    const session = this.#session
    const line = this.#input.line(session.lineLimit)
    if (!session.notifier) return line
    const expunges = session.notifier.selected?.delayed === false
    let arrived = false
    const arrive = (): void => {
      arrived = true
      session.nudge()
    }
    line.then(arrive, arrive)
    for (;;) {
      // What came while changes were told has woken nobody.
      if (!arrived) await session.changed(expunges)
      if (arrived) return line
      if (session.selected?.isRemoved) throw new FatalProtocolError('The selected mailbox has been deleted')
      session.isWaiting = false
      await session.reveal(this.#out, expunges)
      await this.#out.flush()
      session.isWaiting = true
    }
  }

  /** Hands the socket over to TLS, which starts the conversation anew (RFC 3501 §6.2.1). */
  async #startTls(): Promise<void> {
    // Octets sent before STARTTLS must not be taken for commands inside TLS: whoever put them there was not authenticated. What a listener
    // with TLS has got already, behind a proxy's header, is the beginning of TLS itself.
    if (!this.#session.leg.encrypted && this.#input.buffered > 0) throw new FatalProtocolError('Unexpected octets before TLS')
    await this.#detach()
    const { secureContext, server } = this.#options
    const requestCert = server.certificates !== undefined
    const secured = new TLSSocket(this.#socket, { isServer: true, requestCert, rejectUnauthorized: false, ...(secureContext && { secureContext }) })
    this.#socket = secured
    this.#session.leg = { ...this.#session.leg, encrypted: true, canStartTls: false, tls: new TlsLeg(secured) }
    this.#attach()
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => reject(new FatalProtocolError('TLS failed'))
      secured.once('secure', resolve)
      for (const event of ['close', 'error', '_tlsError']) secured.once(event, fail)
    })
  }

  /** From here on both directions are compressed (RFC 4978 §3). */
  async #compress(): Promise<void> {
    await this.#detach()
    // A client may leave in the midst of its stream.
    const inflate = createInflateRaw({ chunkSize: INFLATED_CHUNK, finishFlush: constants.Z_SYNC_FLUSH })
    // Octets that are no DEFLATE end the connection, and its end ends the input.
    inflate.on('error', () => this.#socket.destroy())
    this.#socket.on('close', () => inflate.destroy())
    this.#socket.pipe(inflate)
    this.#talk(inflate, new DeflatedOutput(this.#socket))
  }

  /** Leaves both directions to whatever comes between; what they have carried stays counted. */
  async #detach(): Promise<void> {
    await this.#out.flush()
    this.#octetsIn += this.#input.received
    this.#octetsOut += this.#out.sent
    this.#input.release()
  }

  #attach(): void {
    // A reset peer shows as the end of input; there is nobody to tell.
    this.#socket.on('error', () => this.#socket.destroy())
    this.#talk(this.#socket, this.#socket)
  }

  #talk(input: Readable, output: Writable): void {
    this.#output = output
    this.#out = new ResponseWriter(output)
    const out = this.#out
    this.#input = new ByteSource(input, () => out.flush())
    this.#trace(this.#session.conversation?.isOn ?? false)
  }

  /** Both halves are heard while somebody traces whoever signed in here. */
  #trace(isOn: boolean): void {
    const { conversation } = this.#session
    // It may begin before there is anything to listen to.
    if (!this.#input || !this.#out) return
    this.#input.heard = isOn ? (octets) => conversation?.client(octets) : undefined
    this.#out.heard = isOn ? (octets) => conversation?.server(octets) : undefined
  }

  /** BYE, at once, and the connection is closed. The reason is a fixed sentence, the code one of RFC 5530 §3. */
  hangUp(reason: string, code?: 'LIMIT' | 'UNAVAILABLE'): void {
    if (this.#hungUp) return
    this.#hungUp = true
    this.#session.logOut()
    // Failing to say goodbye is no failure.
    this.#out.untagged(`BYE ${code ? `[${code}] ` : ''}${this.#session.say(reason)}`).catch(() => undefined)
    this.#out.flush().catch(() => undefined)
    this.#close()
  }

  #close(): void {
    const socket = this.#socket
    this.#output.end()
    // What a client still sends is thrown away: unread, it would hide that the client hangs up, too.
    this.#input.giveUp()
    socket.unpipe()
    socket.resume()
    setTimeout(() => socket.destroy(), LINGER).unref()
  }
}
