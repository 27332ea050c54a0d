import type { Socket } from 'node:net'
import type { Conversation } from '#lib/log/trace/trace-book.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import { openSocket, upgradeSocket, writeOut } from '#lib/network/client-socket.ts'
import { OctetSource, type SourceRules } from '#lib/network/octet-source.ts'
import { readCapabilities, type SieveCapabilities } from './capabilities.ts'
import { readChallenge, readResponse, textOf, type Completion, type Response } from './read-response.ts'
import { SieveProblem, toSieveProblem, type SieveProblemKind } from './sieve-problem.ts'
import { writeCommand, writeString, type Argument } from './write-command.ts'

/** A script that a server keeps. */
export interface ListedScript {
  readonly name: string
  readonly isActive: boolean
}

/** Response codes of RFC 5804 §1.3 that have a meaning of their own; others are a refusal in the server's words. */
const BY_CODE: Readonly<Record<string, SieveProblemKind>> = {
  QUOTA: 'quota',
  NONEXISTENT: 'no-such-script',
  ALREADYEXISTS: 'name-taken',
  ACTIVE: 'is-active',
  TRYLATER: 'busy',
  REFERRAL: 'referred',
  'ENCRYPT-NEEDED': 'no-tls',
}

const RULES: SourceRules = {
  lineEnd: '\r\n',
  // RFC 5804 §4 allows 1024 octets for a quoted string, and a line has two of them.
  lineLimit: 16 * 1024,
  hungUp: () => new SieveProblem('unreachable', 'connection closed'),
  notUnderstood: (detail) => new SieveProblem('not-understood', detail),
}

export interface SieveOpening {
  readonly server: ServerAddress
  readonly credentials: Credentials
  /** Hears what is said. */
  readonly conversation?: Conversation | undefined
}

/** A signed-in connection to a server of filters (ManageSieve, RFC 5804). One command at a time. Every method throws SieveProblem. */
export class SieveConnection {
  #socket: Socket
  #source: OctetSource
  #capabilities: SieveCapabilities | undefined

  readonly #conversation: Conversation | undefined

  private constructor(socket: Socket, conversation: Conversation | undefined) {
    this.#socket = socket
    this.#conversation = conversation
    this.#source = this.#listen(socket)
  }

  /** Connects with TLS exactly as the address says and never less, and signs in. The signal ends the connection at any time. */
  static async open({ server, credentials, conversation }: SieveOpening, signal: AbortSignal): Promise<SieveConnection> {
    let connection: SieveConnection | undefined
    try {
      connection = new SieveConnection(await openSocket(server, signal), conversation)
      connection.#hear(await readResponse(connection.#source))
      if (server.tls === 'starttls') await connection.#startTls(server, signal)
      await connection.#signIn(credentials)
      return connection
    } catch (error) {
      if (connection) connection.#socket.destroy()
      signal.throwIfAborted()
      throw toSieveProblem(error)
    }
  }

  get capabilities(): SieveCapabilities {
    return this.#capabilities ?? { mechanisms: [], extensions: [], startTls: false, isComplete: false }
  }

  async list(): Promise<readonly ListedScript[]> {
    const { lines } = await this.#run('LISTSCRIPTS')
    return lines.flatMap(([name, mark]) => {
      const text = textOf(name)
      return text === undefined ? [] : [{ name: text, isActive: mark !== undefined && 'word' in mark && mark.word.toUpperCase() === 'ACTIVE' }]
    })
  }

  async get(name: string): Promise<Buffer> {
    const { lines } = await this.#run('GETSCRIPT', name)
    const [token] = lines[0] ?? []
    if (token === undefined || !('octets' in token)) throw new SieveProblem('not-understood', 'no script')
    return token.octets
  }

  /** Keeps a script, over one of the same name; a wrong one is 'refused', and nothing is changed. Answers what the server warns of, '' for nothing. */
  async put(name: string, content: Uint8Array): Promise<string> {
    return warningsOf(await this.#run('PUTSCRIPT', name, content))
  }

  /** Lets the server read a script that it does not keep. Answers as `put`. */
  async check(content: Uint8Array): Promise<string> {
    return warningsOf(await this.#run('CHECKSCRIPT', content))
  }

  /** Makes that script the active one; undefined leaves none. */
  async activate(name: string | undefined): Promise<void> {
    await this.#run('SETACTIVE', name ?? '')
  }

  async delete(name: string): Promise<void> {
    await this.#run('DELETESCRIPT', name)
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#run('RENAMESCRIPT', from, to)
  }

  /** Asks whether a script of so many octets may be kept under that name; throws 'quota' when not. */
  async requireSpace(name: string, octets: number): Promise<void> {
    await this.#run('HAVESPACE', name, octets)
  }

  /** Says goodbye and leaves; a server that answers nothing is left all the same. */
  close(): void {
    if (!this.#socket.destroyed) this.#socket.end(writeCommand('LOGOUT', []))
    this.#socket.resume()
    setTimeout(() => this.#socket.destroy(), 1_000).unref()
  }

  async #startTls(server: ServerAddress, signal: AbortSignal): Promise<void> {
    if (!this.capabilities.startTls) throw new SieveProblem('no-tls', 'no STARTTLS')
    await this.#run('STARTTLS')
    this.#source.release()
    this.#socket = await upgradeSocket(this.#socket, server, signal)
    this.#source = this.#listen(this.#socket)
    // RFC 5804 §2.2: it says anew what it can, for what was said in the clear may be anybody's.
    this.#hear(await readResponse(this.#source))
  }

  #hear({ lines, completion }: Response): void {
    if (completion.status !== 'OK') throw refusalOf(completion)
    this.#capabilities = readCapabilities(lines)
    if (this.#capabilities === undefined) throw new SieveProblem('not-understood', 'no capabilities')
  }

  /** RFC 4616 with an initial response where it is offered, else what servers had before it. */
  async #signIn({ user, password }: Credentials): Promise<void> {
    const { mechanisms } = this.capabilities
    const base64 = (text: string): string => Buffer.from(text).toString('base64')
    // NUL is what separates them (RFC 4616 §2).
    if (/\0/.test(user + password) || user === '' || password === '') throw new SieveProblem('sign-in-refused')
    if (mechanisms.includes('PLAIN')) await this.#authenticate(['PLAIN', base64(`\0${user}\0${password}`)], [])
    else if (mechanisms.includes('LOGIN')) await this.#authenticate(['LOGIN'], [base64(user), base64(password)])
    else throw new SieveProblem(this.capabilities.startTls ? 'no-tls' : 'sign-in-refused', 'no way to sign in')
  }

  async #authenticate(args: readonly string[], answers: readonly string[]): Promise<void> {
    await this.#write(writeCommand('AUTHENTICATE', args))
    const left = [...answers]
    for (;;) {
      const heard = await readChallenge(this.#source)
      if ('completion' in heard) {
        const { status, code } = heard.completion
        if (status === 'OK') return
        throw BY_CODE[code] === undefined && status === 'NO' ? new SieveProblem('sign-in-refused', heard.completion.text) : refusalOf(heard.completion)
      }
      const answer = left.shift()
      // A server that asks for more than that mechanism has is told no more.
      if (answer === undefined) throw new SieveProblem('not-understood', 'a challenge too many')
      await this.#write(writeString(answer))
    }
  }

  async #run(name: string, ...args: readonly Argument[]): Promise<Response> {
    try {
      await this.#write(writeCommand(name, args))
      const response = await readResponse(this.#source)
      if (response.completion.status !== 'OK') throw refusalOf(response.completion)
      return response
    } catch (error) {
      throw toSieveProblem(error)
    }
  }

  #listen(socket: Socket): OctetSource {
    return new OctetSource(socket, RULES, (octets) => this.#conversation?.server(octets))
  }

  async #write(octets: Buffer): Promise<void> {
    this.#conversation?.client(octets)
    await writeOut(this.#socket, octets)
  }
}

function refusalOf({ status, code, argument, text }: Completion): SieveProblem {
  const [family = ''] = code.split('/')
  if (status === 'BYE' && family !== 'REFERRAL') return new SieveProblem('busy', text)
  const kind = BY_CODE[family] ?? 'refused'
  return new SieveProblem(kind, kind === 'referred' ? hostOf(argument) : text)
}

/** Of a URL such as `sieve://sieve2.example.com:4190`; nobody goes there. */
function hostOf(url: string): string {
  return /^sieves?:\/\/(?:[^@/]*@)?([\w.:[\]-]{1,255})/i.exec(url)?.[1] ?? ''
}

function warningsOf({ completion }: Response): string {
  return completion.code === 'WARNINGS' ? completion.text : ''
}
