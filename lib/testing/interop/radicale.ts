import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../processes/free-ports.ts'
import { answers } from '../processes/answers.ts'

/** A Radicale of our own on loopback, with its books in a temporary folder. */
export interface RunningRadicale {
  readonly url: string
  readonly account: { readonly user: string; readonly password: string }
  /** Ends exactly that process and removes its files. */
  stop(): Promise<void>
}

const ACCOUNT = { user: 'rita', password: 'ra:di "cale" ä' }

/** Starts Debian's Radicale with one user and waits until it answers. */
export async function startRadicale(program: string): Promise<RunningRadicale> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-radicale-'))
  const port = await freePort()
  await writeFile(path.join(folder, 'users'), `${ACCOUNT.user}:${ACCOUNT.password}\n`)
  await writeFile(
    path.join(folder, 'config'),
    `[server]\nhosts = 127.0.0.1:${port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = ${folder}/users\nhtpasswd_encryption = plain\ndelay = 0\n[storage]\nfilesystem_folder = ${folder}/books\n[logging]\nlevel = error\n`,
  )
  const child = spawn(program, ['--config', path.join(folder, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  for (const deadline = Date.now() + 30_000; !(await answers(port)); await delay(100)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`Radicale did not start: ${complaint}`)
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    account: ACCOUNT,
    stop: async () => {
      const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined
      child.kill('SIGTERM')
      await gone
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
