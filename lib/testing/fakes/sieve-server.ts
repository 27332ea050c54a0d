import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'

export interface KeptScripts {
  readonly scripts: Map<string, string>
  active: string
}

export interface SieveServerOptions {
  /** Passwords by user name. */
  readonly users: Readonly<Record<string, string>>
  /** Offers STARTTLS with it, and lets nobody sign in before. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** SASL mechanisms; PLAIN unless said. */
  readonly mechanisms?: readonly string[]
  /** Answers in place of its own to a command of that name: raw octets, 'drop' hangs up, 'hang' never answers. */
  readonly instead?: (command: string, args: readonly string[]) => string | undefined
  /** In place of the greeting. */
  readonly greeting?: string
  /** Servers before RFC 5804 had neither VERSION nor CHECKSCRIPT and RENAMESCRIPT. */
  readonly isOld?: boolean
}

/** Octets of one script, and scripts of one person. */
const [MOST_OCTETS, MOST_SCRIPTS] = [20_000, 8]
/** What may stand first on a line of a script here: enough of the language to tell a mistake. */
const KNOWN = /^\s*(?:$|#|\}|\/\*|\*\/|(?:require|if|elsif|else|keep|discard|fileinto|redirect|stop|addflag|setflag|vacation)\b)/

/** A server of filters (ManageSieve, RFC 5804) on loopback that keeps scripts in memory: for tests of what no real one does, and where none can be had. */
export class SieveServer {
  readonly kept = new Map<string, KeptScripts>()
  /** Every command that came, with its texts but those of signing in. */
  readonly commands: string[] = []
  readonly options: SieveServerOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(options: SieveServerOptions) {
    this.options = options
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      new Peer(this, socket)
    })
  }

  async listen(port = 0): Promise<ServerAddress> {
    await new Promise<void>((resolve) => void this.#server.listen(port, '127.0.0.1', resolve))
    return { host: '127.0.0.1', port: (this.#server.address() as AddressInfo).port, tls: this.options.tls ? 'starttls' : 'none', verify: false }
  }

  of(user: string): KeptScripts {
    const kept = this.kept.get(user) ?? { scripts: new Map<string, string>(), active: '' }
    this.kept.set(user, kept)
    return kept
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** The first line that is none of the language. */
function mistakeIn(script: string): string | undefined {
  const lines = script.split(/\r?\n/)
  const at = lines.findIndex((line) => !KNOWN.test(line))
  return at < 0 ? undefined : `line ${at + 1}: error: unknown command '${/[^\s;]*/.exec(lines[at]?.trim() ?? '')?.[0] ?? ''}'.\r\nerror: validation failed.`
}

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`
const literal = (text: string): string => `{${Buffer.byteLength(text)}}\r\n${text}`

class Peer {
  readonly #home: SieveServer
  #socket: Socket
  #pending = Buffer.alloc(0)
  #user = ''
  #isSecure = false
  #login: string[] | undefined

  constructor(home: SieveServer, socket: Socket) {
    this.#home = home
    this.#socket = socket
    this.#isSecure = home.options.tls === undefined
    this.#listen()
    socket.write(home.options.greeting ?? this.#capabilities())
  }

  #listen(): void {
    this.#socket.on('error', () => undefined)
    this.#socket.on('data', (chunk: Buffer) => {
      this.#pending = Buffer.concat([this.#pending, chunk])
      for (let command = this.#next(); command; command = this.#next()) this.#answer(command)
    })
  }

  /** A whole command: its words, strings already read. */
  #next(): string[] | undefined {
    const words: string[] = []
    let at = 0
    while (at < this.#pending.length) {
      const rest = this.#pending.subarray(at).toString('latin1')
      const end = /^\r\n/.exec(rest)
      const found = end ?? /^ +/.exec(rest) ?? /^"((?:[^"\\]|\\[^])*)"/.exec(rest) ?? /^\{([0-9]+)\+\}\r\n/.exec(rest) ?? /^[^\s"{]+/.exec(rest)
      if (!found) return undefined
      at += found[0].length
      if (end) {
        this.#pending = this.#pending.subarray(at)
        return words
      }
      if (found[0].startsWith('"')) words.push(Buffer.from((found[1] ?? '').replace(/\\([^])/g, '$1'), 'latin1').toString('utf8'))
      else if (found[0].startsWith('{')) {
        const size = Number(found[1])
        if (this.#pending.length < at + size) return undefined
        words.push(this.#pending.subarray(at, at + size).toString('utf8'))
        at += size
      } else if (!found[0].startsWith(' ')) words.push(found[0])
    }
    return undefined
  }

  #answer([name = '', ...args]: readonly string[]): void {
    const command = name.toUpperCase()
    if (this.#login) return this.#hearLogin(name)
    this.#home.commands.push(command === 'AUTHENTICATE' ? `${command} ${args[0]}` : [command, ...args].join(' '))
    const instead = this.#home.options.instead?.(command, args)
    if (instead === 'drop') this.#socket.destroy()
    else if (instead === 'hang') return
    else if (instead !== undefined) this.#socket.write(instead)
    else if (command === 'STARTTLS' && this.#home.options.tls) this.#secure()
    else if (command === 'CAPABILITY') this.#socket.write(this.#capabilities())
    else if (command === 'AUTHENTICATE') this.#authenticate(args)
    else if (command === 'LOGOUT') this.#socket.end('OK "Goodbye"\r\n')
    else this.#socket.write(this.#user === '' ? 'NO "Sign in first"\r\n' : this.#reply(command, args))
  }

  #secure(): void {
    this.#socket.write('OK "Begin"\r\n')
    this.#socket.removeAllListeners('data')
    this.#socket = new TLSSocket(this.#socket, { isServer: true, ...this.#home.options.tls })
    this.#isSecure = true
    this.#listen()
    this.#socket.write(this.#capabilities())
  }

  #capabilities(): string {
    const { mechanisms = ['PLAIN'], isOld = false, tls } = this.#home.options
    const sasl = this.#isSecure ? mechanisms.join(' ') : ''
    return `"IMPLEMENTATION" "Scripted"\r\n"SIEVE" "fileinto vacation imap4flags"\r\n"SASL" "${sasl}"\r\n${tls && !this.#isSecure ? '"STARTTLS"\r\n' : ''}${isOld ? '' : '"VERSION" "1.0"\r\n'}OK "Ready"\r\n`
  }

  #authenticate([mechanism = '', initial = '']: readonly string[]): void {
    if (!this.#isSecure) return void this.#socket.write('NO (ENCRYPT-NEEDED) "Not in the clear"\r\n')
    if (mechanism === 'LOGIN') {
      this.#login = []
      return void this.#socket.write('"VXNlcm5hbWU6"\r\n')
    }
    const [, user = '', password = ''] = Buffer.from(initial, 'base64').toString('utf8').split('\0')
    this.#admit(user, password)
  }

  #hearLogin(answer: string): void {
    const heard = [...(this.#login ?? []), Buffer.from(answer, 'base64').toString('utf8')]
    this.#login = heard
    if (heard.length === 1) return void this.#socket.write('"UGFzc3dvcmQ6"\r\n')
    this.#login = undefined
    this.#admit(heard[0] ?? '', heard[1] ?? '')
  }

  #admit(user: string, password: string): void {
    const isRight = this.#home.options.users[user] === password
    if (isRight) this.#user = user
    this.#socket.write(isRight ? 'OK "Welcome"\r\n' : 'NO "Wrong user name or password"\r\n')
  }

  #reply(command: string, [first = '', second = '']: readonly string[]): string {
    const mine = this.#home.of(this.#user)
    const { scripts } = mine
    const known = scripts.get(first)
    const isNone = known === undefined
    const { isOld = false } = this.#home.options
    switch (command) {
      case 'LISTSCRIPTS':
        return `${[...scripts.keys()].map((name) => `${quote(name)}${name === mine.active ? ' ACTIVE' : ''}\r\n`).join('')}OK\r\n`
      case 'GETSCRIPT':
        return isNone ? 'NO (NONEXISTENT) "There is no such script"\r\n' : `${literal(known)}\r\nOK\r\n`
      case 'HAVESPACE':
        return Number(second) > MOST_OCTETS ? 'NO (QUOTA/MAXSIZE) "Too large"\r\n' : isNone && scripts.size >= MOST_SCRIPTS ? 'NO (QUOTA/MAXSCRIPTS) "Too many"\r\n' : 'OK\r\n'
      case 'CHECKSCRIPT':
        return isOld ? 'NO "Unknown command"\r\n' : judged(first)
      case 'PUTSCRIPT': {
        const answer = judged(second)
        if (answer.startsWith('OK')) scripts.set(first, second)
        return answer
      }
      case 'SETACTIVE':
        if (first !== '' && isNone) return 'NO (NONEXISTENT) "There is no such script"\r\n'
        mine.active = first
        return 'OK\r\n'
      case 'DELETESCRIPT':
        if (isNone) return 'NO (NONEXISTENT) "There is no such script"\r\n'
        if (mine.active === first) return 'NO (ACTIVE) "It is active"\r\n'
        scripts.delete(first)
        return 'OK\r\n'
      case 'RENAMESCRIPT':
        if (isOld) return 'NO "Unknown command"\r\n'
        if (isNone) return 'NO (NONEXISTENT) "There is no such script"\r\n'
        if (scripts.has(second)) return 'NO (ALREADYEXISTS) "That name is taken"\r\n'
        scripts.delete(first)
        scripts.set(second, known)
        if (mine.active === first) mine.active = second
        return 'OK\r\n'
      default:
        return 'NO "Unknown command"\r\n'
    }
  }
}

function judged(script: string): string {
  const mistake = mistakeIn(script)
  if (mistake !== undefined) return `NO ${literal(mistake)}\r\n`
  return /\bredirect\b/.test(script) ? 'OK (WARNINGS) "line 1: warning: this sends mail on."\r\n' : 'OK\r\n'
}
