import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'
import type { Conversation } from '#lib/log/trace/trace-book.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import { openSocket, upgradeSocket, writeOut } from '#lib/network/client-socket.ts'
import type { ImapFlow } from 'imapflow'
import { encodePath } from 'imapflow/lib/tools.js'
import type { Socket } from 'node:net'
import type { AccountConnections, ImapAccount } from '../account-connections.ts'
import { toGatewayError, toSignInError } from '../gateway-failure.ts'
import { originOf } from '../origin-of.ts'
import { dateTime } from '../operations/append-message.ts'
import { ResponseLines } from './response-lines.ts'

/** A message of any size. */
export interface LargeMessage {
  /** Octets of the content, exactly. */
  readonly size: number
  /** `lost` is aborted where the server refuses it, or hangs up, before the last octet: nothing was appended then. */
  readonly content: (lost: AbortSignal) => AsyncIterable<Uint8Array>
  readonly flags: readonly string[]
  readonly internalDate?: Date
}

/**
 * Appends a message of any size on a connection of its own, which counts in the account's limit, at the server's pace and with flat memory
 * (RFC 9051 §6.3.12). The mailbox must exist. Answers where the message is on servers with UIDPLUS. Throws GatewayError
 * 'no-such-mailbox', 'over-quota', 'too-large', 'refused' and those of signing in; then nothing was appended, unless the connection was
 * lost after the last octet ('server-unreachable').
 */
export async function appendLargeMessage(connections: AccountConnections, mailbox: string, message: LargeMessage): Promise<MessageRef | undefined> {
  return connections.withSeat((account, signal) => appendOn(account, signal, mailbox, message))
}

/** The append itself, on a connection to that account; for `appendLargeMessage` and for tests. The message may be one that is made while the connection is opened. */
export async function appendOn(account: ImapAccount, signal: AbortSignal, mailbox: string, message: LargeMessage | Promise<LargeMessage>): Promise<MessageRef | undefined> {
  const connection = await AppendConnection.open(account, signal)
  try {
    return await connection.append(mailbox, await message)
  } catch (error) {
    signal.throwIfAborted()
    throw toGatewayError(error)
  } finally {
    connection.close()
  }
}

/** Literals up to this size need no invitation where the server has LITERAL- or LITERAL+ (RFC 7888 §5). Larger ones wait: a refusal should come before the content. */
const UNINVITED_LIMIT = 4096
/** What decides how names are written: in modified UTF-7 (RFC 3501 §5.1.3), in UTF-8 where that was enabled (RFC 9755 §3). */
const imapWith = (...enabled: string[]): ImapFlow => ({ enabled: new Set(enabled), capabilities: new Map<string, boolean>() }) as unknown as ImapFlow
const FLAG = /^\\?[^\s(){%*"\\\]\p{Cc}\u0080-\uffff]+$/u

type Piece = string | { readonly text: string }

/** What the server said to a command that it carried out. */
interface Completion {
  readonly code: string
  readonly untagged: readonly string[]
}

class AppendConnection {
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

  static async open({ server, credentials, client, traced }: ImapAccount, signal: AbortSignal): Promise<AppendConnection> {
    let connection: AppendConnection | undefined
    try {
      connection = new AppendConnection(await openSocket(server, signal, client), traced?.('imap'))
      await connection.#greet()
      if (server.tls === 'starttls') await connection.#startTls(async (socket) => upgradeSocket(socket, server, signal))
      await connection.#askCapabilities()
      if (server.introduces === 'id' && client !== undefined) await connection.#identify(client)
      await connection.#signIn(credentials)
      return connection
    } catch (error) {
      connection?.close()
      signal.throwIfAborted()
      throw toSignInError(error)
    }
  }

  async append(mailbox: string, { size, content, flags, internalDate }: LargeMessage): Promise<MessageRef | undefined> {
    if (!flags.every((flag) => FLAG.test(flag))) throw new RangeError('not a flag')
    // RFC 7889: what the server will never take is not even begun.
    const limit = [...this.#capabilities].map((name) => /^APPENDLIMIT=([0-9]+)$/.exec(name)?.[1]).find((value) => value !== undefined)
    if (limit !== undefined && size > Number(limit)) throw new GatewayError('too-large', `APPENDLIMIT ${limit}`)
    const date = internalDate ? ` "${dateTime(internalDate)}"` : ''
    const name = encodePath(imapWith(...this.#enabled), mailbox)
    const tag = await this.#write(['APPEND ', { text: name }, ` (${flags.join(' ')})${date} `])
    const { code } = await this.#deliver(tag, size, content)
    const [, uidValidity, uid] = /^APPENDUID ([1-9][0-9]{0,9}) ([1-9][0-9]{0,9})$/i.exec(code) ?? []
    return uid === undefined ? undefined : { mailbox, uidValidity: toUidValidity(Number(uidValidity)), uid: toUid(Number(uid)) }
  }

  close(): void {
    this.#conversation?.end()
    if (!this.#socket.destroyed) this.#socket.end(`z LOGOUT\r\n`)
    setTimeout(() => this.#socket.destroy(), 1_000).unref()
  }

  async #greet(): Promise<void> {
    const greeting = await this.#lines.next()
    if (!/^\* (OK|PREAUTH)\b/i.test(greeting)) throw new GatewayError(/^\* BYE\b/i.test(greeting) ? 'server-busy' : 'server-not-imap', printable(greeting))
  }

  async #startTls(upgrade: (socket: Socket) => Promise<Socket>): Promise<void> {
    await this.#completion(await this.#begin(['STARTTLS']))
    this.#lines.release()
    this.#socket = await upgrade(this.#socket)
    this.#lines = this.#listen(this.#socket)
  }

  async #identify(client: string): Promise<void> {
    if (!this.#capabilities.has('ID')) return
    const fields = Object.entries(originOf(client)).map(([name, value]) => `"${name}" "${value}"`)
    await this.#completion(await this.#begin([`ID (${fields.join(' ')})`]))
  }

  async #signIn({ user, password, actsFor }: Credentials): Promise<void> {
    // LOGIN acts for nobody else: a server without PLAIN refuses it.
    if (actsFor !== undefined || this.#capabilities.has('AUTH=PLAIN')) {
      // RFC 4616; never in the command itself, so that it needs no SASL-IR and no limit of a line.
      const tag = await this.#begin(['AUTHENTICATE PLAIN'])
      await this.#invitation(tag)
      await this.#say(`${Buffer.from(`${actsFor ?? ''}\0${user}\0${password}`).toString('base64')}\r\n`)
      await this.#completion(tag, 'sign-in')
    } else {
      await this.#completion(await this.#begin(['LOGIN ', { text: user }, ' ', { text: password }]), 'sign-in')
    }
    await this.#askCapabilities()
    // RFC 9755 §4: without it the server takes no message with 8-bit characters in its header.
    if (!this.#capabilities.has('UTF8=ACCEPT')) return
    const { untagged } = await this.#completion(await this.#begin(['ENABLE UTF8=ACCEPT']))
    if (untagged.some((line) => /^\* ENABLED\b.* UTF8=ACCEPT\b/i.test(line))) this.#enabled = ['UTF8=ACCEPT']
  }

  async #askCapabilities(): Promise<void> {
    const { untagged } = await this.#completion(await this.#begin(['CAPABILITY']))
    const line = untagged.find((response) => /^\* CAPABILITY /i.test(response)) ?? ''
    this.#capabilities = new Set(line.slice(13).toUpperCase().split(' '))
  }

  /** Sends a command. Strings are syntax, `text` is a value that can never become syntax. */
  async #begin(pieces: readonly Piece[]): Promise<string> {
    const tag = await this.#write(pieces)
    await this.#say('\r\n')
    return tag
  }

  /** A command up to its end of line. */
  async #write(pieces: readonly Piece[]): Promise<string> {
    const tag = `p${(this.#commands += 1)}`
    await this.#say(`${tag} `)
    for (const piece of pieces) {
      if (typeof piece === 'string') await this.#say(piece)
      else if (isQuotable(piece.text)) await this.#say(`"${piece.text.replace(/["\\]/g, '\\$&')}"`)
      else {
        await this.#announce(tag, Buffer.byteLength(piece.text))
        await this.#say(piece.text)
      }
    }
    return tag
  }

  /** Ends a command with a message as its literal. What the server says meanwhile is heard at once. */
  async #deliver(tag: string, size: number, content: LargeMessage['content']): Promise<Completion> {
    await this.#announce(tag, size)
    const lost = new AbortController()
    const answer = this.#completion(tag)
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

  /** A literal of that size begins; its octets may follow. */
  async #announce(tag: string, size: number): Promise<void> {
    const uninvited = size <= UNINVITED_LIMIT && (this.#capabilities.has('LITERAL+') || this.#capabilities.has('LITERAL-'))
    await this.#say(`{${size}${uninvited ? '+' : ''}}\r\n`)
    if (!uninvited) await this.#invitation(tag)
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

  async #completion(tag: string, purpose: 'sign-in' | 'command' = 'command'): Promise<Completion> {
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
