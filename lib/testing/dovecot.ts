import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { freePort } from './processes/free-ports.ts'

/** A Dovecot of our own on loopback, with its data in a temporary folder. */
export interface RunningDovecot {
  readonly address: ServerAddress
  /** What it has logged. */
  log(): Promise<string>
  stop(): Promise<void>
}

export interface DovecotOptions {
  /** Passwords by user name; any characters. */
  readonly users: Readonly<Record<string, string>>
  /** Lines of configuration added at the end, such as another namespace. */
  readonly extra?: string
  /** A namespace prefix for personal mailboxes, such as `INBOX.`, and its separator. */
  readonly prefix?: string
  readonly separator?: string
}

const PROGRAM = '/usr/sbin/dovecot'

/** True where Debian's dovecot-imapd is installed and may be started: it changes to other users, so it wants root. */
export function hasDovecot(): boolean {
  return existsSync(PROGRAM) && userInfo().uid === 0
}

/** Starts Dovecot and waits until it answers. `stop` ends exactly that process and removes its files. */
export async function startDovecot(options: DovecotOptions): Promise<RunningDovecot> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-dovecot-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const mail = path.join(folder, 'mail')
  await mkdir(mail, { mode: 0o777 })
  await chmod(mail, 0o777)
  await writeFile(path.join(folder, 'passwd'), passwordFile(options.users))
  await chmod(path.join(folder, 'passwd'), 0o644)
  await writeFile(path.join(folder, 'dovecot.conf'), configuration(folder, port, options))
  const child = spawn(PROGRAM, ['-F', '-c', path.join(folder, 'dovecot.conf')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  try {
    await answering(port, child)
  } catch (error) {
    const log = await readFile(path.join(folder, 'log'), 'utf8').catch(() => '')
    throw new Error(`Dovecot did not start: ${complaint}${log}`, { cause: error })
  }
  return {
    address: { host: '127.0.0.1', port, tls: 'none', verify: false },
    log: () => readFile(path.join(folder, 'log'), 'utf8'),
    stop: async () => {
      await ended(child)
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function passwordFile(users: Readonly<Record<string, string>>): string {
  return Object.entries(users)
    .map(([name, password]) => `${name}:{PLAIN.B64}${Buffer.from(password).toString('base64')}\n`)
    .join('')
}

function configuration(folder: string, port: number, { extra = '', prefix = '', separator = '/' }: DovecotOptions): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${folder}/mail/%u
mail_uid = nobody
mail_gid = nogroup
first_valid_uid = 1
mail_max_userip_connections = 100
default_process_limit = 50
default_client_limit = 200
auth_failure_delay = 0
service anvil {
  client_limit = 500
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  client_limit = 500
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = passwd-file
  args = username_format=%u ${folder}/passwd
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  prefix = ${prefix}
  separator = ${separator}
}
${extra}
`
}

/** Connects until the greeting comes, for at most ten seconds. */
async function answering(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    if (await greets(port)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('no greeting')
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
    socket.setTimeout(2000, () => {
      socket.destroy()
      resolve(false)
    })
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await exit
}
