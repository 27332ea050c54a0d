import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../processes/free-ports.ts'
import { answers } from '../processes/answers.ts'

/** A slapd of our own on loopback, with its entries in a temporary folder. */
export interface RunningSlapd {
  readonly port: number
  /** Where it speaks TLS from the first octet; undefined without a certificate. */
  readonly tlsPort: number | undefined
  readonly pid: number
  stop(): Promise<void>
}

export interface SlapdOptions {
  /** What stands in it, as LDIF (RFC 2849); begins with the base. */
  readonly ldif: string
  readonly base: string
  /** PEM files; without them it speaks in the clear only. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** Entries that it gives at most for one search. */
  readonly sizeLimit?: number
  /** Rules of access (slapd.access(5)); without any everybody reads everything but passwords. */
  readonly access?: readonly string[]
  /** Whether people may change their own password. */
  readonly ownPasswords?: true
  /** The same port again after a stop. */
  readonly port?: number
}

const PROGRAM = '/usr/sbin/slapd'
const SCHEMA = '/etc/ldap/schema'
const MODULES = '/usr/lib/ldap'

/** Where Debian's slapd is; undefined where it is not installed. */
export function findSlapd(): string | undefined {
  return existsSync(PROGRAM) && existsSync(path.join(SCHEMA, 'inetorgperson.schema')) ? PROGRAM : undefined
}

/** Loads the entries, starts slapd and waits until it answers. `stop` ends exactly that process and removes its files. */
export async function startSlapd(options: SlapdOptions): Promise<RunningSlapd> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-slapd-'))
  await mkdir(path.join(folder, 'db'))
  const file = path.join(folder, 'slapd.conf')
  await writeFile(file, configuration(folder, options))
  await writeFile(path.join(folder, 'entries.ldif'), options.ldif)
  const loaded = spawnSync('/usr/sbin/slapadd', ['-q', '-f', file, '-l', path.join(folder, 'entries.ldif')], { encoding: 'utf8' })
  if (loaded.status !== 0) throw new Error(`slapadd ended with ${loaded.status}: ${loaded.stderr.slice(-500)}`)
  const port = options.port ?? (await freePort())
  const tlsPort = options.tls && (await freePort())
  const child = spawn(PROGRAM, ['-d', '0', '-h', `ldap://127.0.0.1:${port}${tlsPort === undefined ? '' : ` ldaps://127.0.0.1:${tlsPort}`}`, '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const deadline = Date.now() + 15_000
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`slapd did not start: ${complaint}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    port,
    tlsPort,
    pid: child.pid ?? 0,
    stop: async () => {
      const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined
      child.kill('SIGCONT')
      child.kill('SIGTERM')
      await gone
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function configuration(folder: string, { base, tls, sizeLimit = 500, access = [], ownPasswords }: SlapdOptions): string {
  return [
    ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMA}/${name}.schema`),
    `modulepath ${MODULES}`,
    'moduleload back_mdb',
    `pidfile ${folder}/pid`,
    ...(tls ? [`TLSCertificateFile ${tls.certificate}`, `TLSCertificateKeyFile ${tls.key}`] : []),
    `sizelimit ${sizeLimit}`,
    'database mdb',
    'maxsize 4294967296',
    `suffix "${base}"`,
    `directory ${folder}/db`,
    'index objectClass eq',
    'index cn,sn,givenName,displayName,mail,uid eq,sub,approx',
    `access to attrs=userPassword ${ownPasswords ? 'by self =xw ' : ''}by anonymous auth by * none`,
    ...access,
    'access to * by * read',
    '',
  ].join('\n')
}
