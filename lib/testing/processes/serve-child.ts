import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { environmentWith } from '#lib/config/environment.ts'
import { ROOT } from '#lib/cli/root.ts'
import { FREE_PORTS } from './free-ports.ts'

/** A `serve --json` of our own; its log comes on `stderr`, which somebody has to read. */
export type ServeChild = ChildProcessByStdio<null, Readable, Readable>

/** Starts `serve WORDS --json` with its data in that folder, on free ports where `env` names none; nothing of the machine's own configuration counts. */
export function spawnServe(words: readonly string[], data: string, env: Readonly<Record<string, string>> = {}): ServeChild {
  return spawn(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), 'serve', ...words, '--json', '--data', data], {
    cwd: data,
    env: environmentWith({ ...FREE_PORTS, POSTERN_CONFIG: undefined, POSTERN_DATA: undefined, ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The one line that it says once every listener is ready, parsed. Throws when it ends before. */
export async function readyLine({ stdout }: ServeChild): Promise<unknown> {
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as unknown
  throw new Error('serve ended before it was ready: its words are above')
}

/** Ends exactly that one and waits until it is gone. */
export function endServe(child: ServeChild): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
