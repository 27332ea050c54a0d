import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { environmentWith } from '#lib/config/environment.ts'
import { ROOT } from '#lib/cli/root.ts'

/** What `serve --json` printed, and the base path it was started with. */
export interface Site {
  readonly version: 1
  readonly pid: number
  readonly pids: { readonly mail: number; readonly web: number }
  readonly data: string
  readonly origin: string
  readonly basePath: string
  readonly services: Readonly<Record<string, { readonly host: string; readonly port: number; readonly tls: 'none' | 'starttls' | 'tls' }>>
  readonly users: readonly { readonly name: string; readonly address: string; readonly password: string }[]
}

export interface RunningSite {
  readonly site: Site
  /** What it has said on standard error so far: its log, one JSON object a line. Its last megabyte. */
  logged(): string
  /** Ends it and throws its data away. */
  close(): Promise<void>
}

export interface StartOptions {
  readonly basePath?: string
  /** As for `serve`. */
  readonly env?: Readonly<Record<string, string>>
  /** Keeps its standard error for `logged` alone. */
  readonly quiet?: boolean
}

const LOG_LIMIT = 1024 * 1024

const ANY_PORTS = Object.fromEntries(['HTTP', 'HTTPS', 'IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP'].map((name) => [`POSTERN_${name}_PORT`, '0']))

/** A demonstration site on free ports and with data of its own. Builds the gateway when it is stale. */
export async function startSite({ basePath = '', env = {}, quiet = false }: StartOptions = {}): Promise<RunningSite> {
  const data = mkdtempSync(join(tmpdir(), 'postern-site-'))
  // Nothing of the machine's own configuration may change what the tests see.
  const variables = { ...ANY_PORTS, POSTERN_HTTP_BASE_PATH: basePath, POSTERN_LOG_LEVEL: 'warn', POSTERN_CONFIG: undefined, POSTERN_DATA: undefined, ...env }
  const child = spawn(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), 'serve', '--demo', '--json', '--data', data], { cwd: data, env: environmentWith(variables), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-LOG_LIMIT)
    if (!quiet) process.stderr.write(chunk)
  })
  const close = async (): Promise<void> => {
    await ended(child)
    rmSync(data, { recursive: true, force: true })
  }
  try {
    const site = { ...(await firstLine(child)), basePath } as Site
    return { site, logged: () => said, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function firstLine(child: ChildProcess): Promise<object> {
  if (child.stdout === null) throw new Error('serve has no standard output')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as object
  throw new Error('serve ended before it was ready: its words are above')
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
