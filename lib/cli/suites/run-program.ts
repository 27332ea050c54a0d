import { spawn } from 'node:child_process'
import { environmentWith } from '#lib/config/environment.ts'
import { ROOT } from '../root.ts'

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Keep standard output instead of showing it. */
  readonly capture?: boolean
}

/** Runs a program in the tree to its end. Its standard error is shown; 127 when there is no such program. */
export function runProgram(program: string, args: readonly string[], { env = {}, capture = false }: ProgramOptions = {}): Promise<{ code: number; output: string }> {
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string }>()
  const child = spawn(program, [...args], { cwd: ROOT, env: environmentWith(env), stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('error', () => resolve({ code: 127, output: '' }))
  child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }))
  return promise
}

/** Runs a JavaScript or TypeScript file, of the tree or of a package in it, on this Node. */
export function runScript(file: string, args: readonly string[], options?: ProgramOptions): Promise<{ code: number; output: string }> {
  return runProgram(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], options)
}
