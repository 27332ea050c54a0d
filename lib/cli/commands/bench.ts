import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../root.ts'
import type { Command } from './command.ts'
import { UsageProblem, wordsOf } from './command.ts'

/** A benchmark is a file of lib/cli/bench named for what it measures; it prints its own figures. */
interface Benchmark {
  bench(options: { readonly quick: boolean; readonly peers?: string | undefined; print(line: string): void }): Promise<void>
}

const FOLDER = join(ROOT, 'lib', 'cli', 'bench')

export const bench: Command = {
  name: 'bench',
  usage: ['bench [NAME] [--quick] [--peers DIR]'],
  about: 'measures the mail server and the gateway on this machine, and prints the figures',
  options: { quick: { type: 'boolean' }, peers: { type: 'string' } },

  async run(call) {
    const [asked] = wordsOf(call, ['NAME'], 1)
    const names = benchmarks()
    if (asked !== '' && !names.includes(asked)) throw new UsageProblem(`there is no benchmark "${asked}"; there are ${names.join(', ') || 'none'}`)
    const { peers } = call.options
    for (const name of asked === '' ? names : [asked]) {
      const { bench: measure } = (await import(join(FOLDER, `${name}.ts`))) as Benchmark
      await measure({ quick: call.options.quick === true, ...(typeof peers === 'string' ? { peers } : {}), print: call.print })
    }
    return 0
  },
}

/** Files `<name>-bench.ts` are benchmarks; the others in the folder are their parts. */
function benchmarks(): string[] {
  try {
    return readdirSync(FOLDER).filter((file) => file.endsWith('-bench.ts')).map((file) => file.slice(0, -'.ts'.length)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
