import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { ScannerAddress } from '#lib/mail/network/scanner-address.ts'

const ANSWER_OCTETS = 4096
/** Nothing of ours: the environment may hold secrets. */
const ENVIRONMENT = { NODE_ENV: 'production', PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' } as const

/**
 * The virus that a program finds in that file, which it reads from its standard input; undefined where it finds none. It says so as clamscan(1) and others do: it ends with 0 where
 * there is none, with 1 where there is one, named in a line `…: NAME FOUND`. Rejects for anything else, and when the signal aborts: then the program is ended.
 */
export async function askProgram({ program, args }: Extract<ScannerAddress, { kind: 'program' }>, file: string, signal: AbortSignal): Promise<string | undefined> {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'], env: ENVIRONMENT, signal, killSignal: 'SIGKILL' })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => {
    if (said.length < ANSWER_OCTETS) said += piece.toString('latin1')
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // A program that knows enough may stop reading; what it ends with says whether it does.
  const [code] = await Promise.all([ended, pipeline(createReadStream(file, { signal }), child.stdin).catch(() => undefined)])
  if (code === 0) return undefined
  if (code === 1) return /^.*: (.+) FOUND\s*$/m.exec(said)?.[1] ?? 'unknown'
  throw new Error(`the scanner ended with ${code ?? 'a signal'}`)
}
