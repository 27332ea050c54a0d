import { spawn, type ChildProcess } from 'node:child_process'
import { appendFile, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { environmentWith } from '#lib/config/environment.ts'
import { parsePostgresUrl } from '#lib/mail/network/postgres-url.ts'
import { PostgresSession } from '#lib/storage/postgres-session.ts'
import { freePort } from '../processes/free-ports.ts'

/** A PostgreSQL of our own, with its data and its socket in a temporary folder. */
export interface RunningPostgres {
  /** By its Unix socket, without a password. */
  readonly url: string
  /** By loopback, with a password. */
  readonly networkUrl: string
  /** Ends the server; what it keeps stays. `kill` does so as a power cut would. */
  down(signal?: 'SIGINT' | 'SIGKILL'): Promise<void>
  up(): Promise<void>
  /** Ends exactly that server and removes its files. */
  stop(): Promise<void>
}

const PASSWORD = 'Postern & 100 % "quoted"'

/** The folder with Debian's programs of the newest PostgreSQL; undefined where there is none. */
export function findPostgres(): string | undefined {
  const folders = globSync('/usr/lib/postgresql/*/bin').filter((folder) => existsSync(path.join(folder, 'postgres')) && existsSync(path.join(folder, 'initdb')))
  return folders.toSorted((a, b) => majorOf(a) - majorOf(b)).at(-1)
}

export interface PostgresOptions {
  /** Lines of postgresql.conf. */
  readonly settings?: string
  /** Written beside its data first, such as a certificate; readable by the server alone. */
  readonly files?: Readonly<Record<string, string>>
}

/** Makes a cluster and starts it as a user without rights. */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const programs = findPostgres()
  if (programs === undefined) throw new Error('PostgreSQL is not installed')
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-postgres-'))
  const port = await freePort()
  const cluster: Cluster = { programs, folder, data: path.join(folder, 'data'), owner: unprivileged(), url: `postgresql:///postgres?host=${encodeURIComponent(folder)}&port=${port}&user=postern` }
  let child: ChildProcess | undefined
  const up = async (): Promise<void> => {
    child = runAs(cluster, 'postgres', ['-D', cluster.data])
    await answering(cluster.url, child)
  }
  const down = async (signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> => {
    if (child) await ended(child, signal)
    if (signal === 'SIGKILL') await rm(path.join(cluster.data, 'postmaster.pid'), { force: true })
  }
  const stop = async (): Promise<void> => {
    await down()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await makeCluster(cluster, port, options)
    await up()
  } catch (error) {
    await stop()
    throw error
  }
  return { url: cluster.url, networkUrl: `postgresql://postern:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`, up, down, stop }
}

interface Cluster {
  readonly programs: string
  readonly folder: string
  readonly data: string
  readonly owner: { readonly uid: number; readonly gid: number } | undefined
  readonly url: string
}

async function makeCluster(cluster: Cluster, port: number, { settings = '', files = {} }: PostgresOptions): Promise<void> {
  const { programs, folder, data } = cluster
  const password = path.join(folder, 'password')
  await writeFile(password, PASSWORD)
  await Promise.all([folder, password].map((file) => handOver(cluster, file)))
  // A language's own order of texts, which ours must not follow.
  const order = majorOf(programs) >= 15 ? ['--locale-provider=icu', '--icu-locale=en'] : []
  const access = ['-U', 'postern', '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${password}`]
  await finished(runAs(cluster, 'initdb', ['-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', ...order, ...access]))
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(data, name), text, { mode: 0o600 })
    await handOver(cluster, path.join(data, name))
  }
  await appendFile(path.join(data, 'postgresql.conf'), `\nlisten_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = '${folder}'\nfsync = off\n${settings}\n`)
}

function runAs({ programs, owner }: Cluster, program: string, args: readonly string[]): ChildProcess {
  return spawn(path.join(programs, program), [...args], { ...owner, env: environmentWith({ LC_ALL: 'C.UTF-8' }), stdio: ['ignore', 'ignore', 'pipe'] })
}

async function handOver({ owner }: Cluster, file: string): Promise<void> {
  if (owner) await chown(file, owner.uid, owner.gid)
}

function majorOf(folder: string): number {
  return Number(/postgresql\/(\d+)\//.exec(`${folder}/`)?.[1] ?? 0)
}

/** PostgreSQL refuses to run as root: Debian's package made a user for it. */
function unprivileged(): Cluster['owner'] {
  if (userInfo().uid !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('no user that may run PostgreSQL')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

/** Connects until it may, for at most twenty seconds. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)))
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) break
    const session = await PostgresSession.open(parsePostgresUrl(url)).catch(() => undefined)
    if (session) return session.close()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`PostgreSQL did not start: ${complaint}`)
}

async function finished(child: ChildProcess): Promise<void> {
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
  if (code !== 0) throw new Error(`initdb failed: ${complaint}`)
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exit
}
