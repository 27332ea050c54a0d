import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import type { Conversation } from '#lib/log/trace/trace-book.ts'
import { openSocket, upgradeSocket, writeOut } from '#lib/network/client-socket.ts'
import type { ImapFlow } from 'imapflow'
import { encodePath } from 'imapflow/lib/tools.js'
import type { Socket } from 'node:net'
import type { ImapAccount } from '../account-connections.ts'
import { toSignInError } from '../gateway-failure.ts'
import { originOf } from '../origin-of.ts'
import { ResponseLines } from './response-lines.ts'

/** Part of a command: a string is syntax, `text` a value that can never become syntax. */
export type CommandPiece = string | { readonly text: string }

/** What streams as a literal of exactly `size` octets. */
export interface LiteralContent {
  readonly size: number
  /** `lost` is aborted where the server refuses it, or hangs up, before the last octet. */
  readonly content: (lost: AbortSignal) => AsyncIterable<Uint8Array>
}

/** What a command that was taken led to: the response code of its OK, and the responses before it (the first thousand). */
export interface Completion {
  readonly code: string
  readonly untagged: readonly string[]
}

/** Literals up to this size need no invitation where the server has LITERAL- or LITERAL+ (RFC 7888 §5). Larger ones wait: a refusal should come before the content. */
const UNINVITED_LIMIT = 4096
/** What decides how names are written: in modified UTF-7 (RFC 3501 §5.1.3), in UTF-8 where that was enabled (RFC 9755 §3). */
const imapWith = (...enabled: string[]): ImapFlow => ({ enabled: new Set(enabled), capabilities: new Map<string, boolean>() }) as unknown as ImapFlow

/**
 * A connection on which content streams, beside those of imapflow, which hold every literal whole. One command at a time. Every method
 * throws what went wrong in the shape that `toGatewayError` reads. Whoever opens one has it counted in the account's limit.
 */
export class OwnConnection {
  #socket: Socket
  #lines: ResponseLines
  #capabilities: ReadonlySet<string> = new Set()
  #enabled: readonly string[] = []
  #commands = 0
  readonly #conversation: Conversation | undefined

  private constructor(socket: Socket, conversation: Conversation | undefined) {
    this.#socket = socket
    this.#conversation = conversation
    this.#lines = this.#listen(socket)
  }

  /** Signed in, no mailbox selected; the signal closes it. Throws GatewayError 'sign-in-refused', 'server-unreachable', 'server-not-imap', 'certificate-untrusted', 'server-busy'. */
  static async open({ server, credentials, client, traced }: ImapAccount, signal: AbortSignal): Promise<OwnConnection> {
    let connection: OwnConnection | undefined
    try {
      connection = new OwnConnection(await openSocket(server, signal, client), traced?.('imap'))
      const greeting = await connection.#greet()
      if (server.tls === 'starttls') await connection.#startTls(async (socket) => upgradeSocket(socket, server, signal))
      // What was said in the clear may be anybody's.
      await connection.#learnCapabilities(server.tls === 'starttls' ? '' : greeting)
      if (server.introduces === 'id' && client !== undefined) await connection.#identify(client)
      await connection.#signIn(credentials)
      return connection
    } catch (error) {
      connection?.close()
      signal.throwIfAborted()
      throw toSignInError(error)
    }
  }

  /** In capital letters, as told after the sign-in. */
  get capabilities(): ReadonlySet<string> {
    return this.#capabilities
  }

  /** What the server says next. */
  get lines(): ResponseLines {
    return this.#lines
  }

  /** The name as it stands in a command of this connection. */
  mailboxName(mailbox: string): CommandPiece {
    return { text: encodePath(imapWith(...this.#enabled), mailbox) }
  }

  /** Sends a command and answers its tag. */
  async begin(pieces: readonly CommandPiece[]): Promise<string> {
    const { tag, line } = await this.#write(pieces)
    await this.#say(`${line}\r\n`)
    return tag
  }

  /** Sends a command that ends in a literal, and waits until it was taken; throws the server's refusal as soon as it is said, and what goes wrong with the content. */
  async deliver(pieces: readonly CommandPiece[], { size, content }: LiteralContent): Promise<Completion> {
    const { tag, line } = await this.#write(pieces)
    await this.#announce(tag, line, size)
    const lost = new AbortController()
    const answer = this.completion(tag)
    answer.catch((reason: unknown) => lost.abort(reason))
    try {
      await this.#pour(size, content(lost.signal), lost.signal)
    } catch (error) {
      // Whatever were said now, a goodbye, would be read as the octets that are missing. A literal without its end stores nothing (RFC 9051 §6.3.12).
      this.#socket.destroy()
      throw error
    }
    await this.#say('\r\n')
    return answer
  }

  /** Waits until the command of that tag was taken; throws the server's refusal. */
  async completion(tag: string, purpose: 'sign-in' | 'command' = 'command'): Promise<Completion> {
    const untagged: string[] = []
    for (;;) {
      const line = await this.#lines.next()
      if (line.startsWith(`${tag} `)) {
        const answer = line.slice(tag.length + 1)
        if (!/^OK\b/i.test(answer)) throw refusal(answer, purpose)
        return { code: /^OK \[([^\]]*)\]/i.exec(answer)?.[1] ?? '', untagged }
      }
      if (untagged.length < 1000) untagged.push(line)
    }
  }

  /** Says good-bye, and waits for nothing. */
  close(): void {
    this.#conversation?.end()
    if (!this.#socket.destroyed) this.#socket.end(`z LOGOUT\r\n`)
    setTimeout(() => this.#socket.destroy(), 1_000).unref()
  }

  /** Closes it at once, whatever is on its way. */
  abandon(): void {
    this.#conversation?.end()
    this.#socket.destroy()
  }

  async #greet(): Promise<string> {
    const greeting = await this.#lines.next()
    if (!/^\* (OK|PREAUTH)\b/i.test(greeting)) throw new GatewayError(/^\* BYE\b/i.test(greeting) ? 'server-busy' : 'server-not-imap', printable(greeting))
    return greeting
  }

  async #startTls(upgrade: (socket: Socket) => Promise<Socket>): Promise<void> {
    await this.completion(await this.begin(['STARTTLS']))
    this.#lines.release()
    this.#socket = await upgrade(this.#socket)
    this.#lines = this.#listen(this.#socket)
  }

  async #identify(client: string): Promise<void> {
    if (!this.#capabilities.has('ID')) return
    const fields = Object.entries(originOf(client)).map(([name, value]) => `"${name}" "${value}"`)
    await this.completion(await this.begin([`ID (${fields.join(' ')})`]))
  }

  async #signIn({ user, password, actsFor }: Credentials): Promise<void> {
    // LOGIN acts for nobody else: a server without PLAIN refuses it.
    const isPlain = actsFor !== undefined || this.#capabilities.has('AUTH=PLAIN')
    const tag = await this.begin(isPlain ? ['AUTHENTICATE PLAIN'] : ['LOGIN ', { text: user }, ' ', { text: password }])
    if (isPlain) {
      // RFC 4616; never in the command itself, so that it needs no SASL-IR and no limit of a line.
      await this.#invitation(tag)
      await this.#say(`${Buffer.from(`${actsFor ?? ''}\0${user}\0${password}`).toString('base64')}\r\n`)
    }
    const { code, untagged: told } = await this.completion(tag, 'sign-in')
    await this.#learnCapabilities(`* OK [${code}]`, ...told)
    // RFC 9755 §4: without it the server takes no message with 8-bit characters in its header.
    if (!this.#capabilities.has('UTF8=ACCEPT')) return
    const { untagged } = await this.completion(await this.begin(['ENABLE UTF8=ACCEPT']))
    if (untagged.some((line) => /^\* ENABLED\b.* UTF8=ACCEPT\b/i.test(line))) this.#enabled = ['UTF8=ACCEPT']
  }

  /** From what the server has said already, or it is asked (RFC 9051 §7.2.2). */
  async #learnCapabilities(...said: readonly string[]): Promise<void> {
    const list = (lines: readonly string[]): string | undefined => lines.map((line) => /^\* (?:OK \[)?CAPABILITY ([^\]]*)/i.exec(line)?.[1]).find((names) => names !== undefined)
    const names = list(said) ?? list((await this.completion(await this.begin(['CAPABILITY']))).untagged) ?? ''
    this.#capabilities = new Set(names.toUpperCase().split(' '))
  }

  /** A command without its last line, which is answered: what it needs literals for has been sent. */
  async #write(pieces: readonly CommandPiece[]): Promise<{ readonly tag: string; readonly line: string }> {
    const tag = `p${(this.#commands += 1)}`
    let line = `${tag} `
    for (const piece of pieces) {
      if (typeof piece === 'string') line += piece
      else if (isQuotable(piece.text)) line += `"${piece.text.replace(/["\\]/g, '\\$&')}"`
      else {
        await this.#announce(tag, line, Buffer.byteLength(piece.text))
        line = piece.text
      }
    }
    return { tag, line }
  }

  /** A literal of that size begins, behind what stands before it in the command; its octets may follow. */
  async #announce(tag: string, before: string, size: number): Promise<void> {
    const uninvited = size <= UNINVITED_LIMIT && (this.#capabilities.has('LITERAL+') || this.#capabilities.has('LITERAL-'))
    await this.#say(`${before}{${size}${uninvited ? '+' : ''}}\r\n`)
    if (!uninvited) await this.#invitation(tag)
  }

  async #pour(size: number, content: AsyncIterable<Uint8Array>, lost: AbortSignal): Promise<void> {
    let written = 0
    for await (const chunk of content) {
      lost.throwIfAborted()
      written += chunk.length
      // An octet too many would be read as the next command.
      if (written > size) break
      await this.#say(chunk)
    }
    if (written !== size) throw new GatewayError('internal', `content of ${written} octets announced as ${size}`)
  }

  #listen(socket: Socket): ResponseLines {
    return new ResponseLines(socket, (octets) => this.#conversation?.server(octets))
  }

  async #say(octets: Uint8Array | string): Promise<void> {
    if (this.#conversation?.isOn) this.#conversation.client(Buffer.from(octets as string))
    await writeOut(this.#socket, octets)
  }

  /** Waits for "+ "; a tagged answer instead is a refusal (RFC 9051 §7.6). */
  async #invitation(tag: string): Promise<void> {
    for (;;) {
      const line = await this.#lines.next()
      if (line === '+' || line.startsWith('+ ')) return
      if (line.startsWith(`${tag} `)) throw refusal(line.slice(tag.length + 1), 'command')
    }
  }
}

/** RFC 9051 §9 quoted: printable ASCII of a moderate length; everything else goes as a literal. */
function isQuotable(text: string): boolean {
  return text.length < 1000 && /^[\x20-\x7e]*$/.test(text)
}

/** The tagged NO or BAD in the shape that the failure table reads. */
function refusal(answer: string, purpose: 'sign-in' | 'command'): Error {
  const code = /^(?:NO|BAD) \[([A-Z0-9-]+)/i.exec(answer)?.[1]
  return Object.assign(new Error('refused'), {
    authenticationFailed: purpose === 'sign-in',
    responseStatus: 'NO',
    responseText: printable(answer),
    ...(code === undefined ? {} : { serverResponseCode: code.toUpperCase() }),
  })
}

function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200)
}
