import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endServe, readyLine, spawnServe } from '#lib/testing/processes/serve-child.ts'

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

/** A demonstration site on free ports and with data of its own. Builds the gateway when it is stale. */
export async function startSite({ basePath = '', env = {}, quiet = false }: StartOptions = {}): Promise<RunningSite> {
  const data = mkdtempSync(join(tmpdir(), 'postern-site-'))
  const child = spawnServe(['--demo'], data, { POSTERN_HTTP_BASE_PATH: basePath, POSTERN_LOG_LEVEL: 'warn', ...env })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-LOG_LIMIT)
    if (!quiet) process.stderr.write(chunk)
  })
  const close = async (): Promise<void> => {
    await endServe(child)
    rmSync(data, { recursive: true, force: true })
  }
  try {
    const site = { ...((await readyLine(child)) as Omit<Site, 'basePath'>), basePath }
    return { site, logged: () => said, close }
  } catch (error) {
    await close()
    throw error
  }
}
