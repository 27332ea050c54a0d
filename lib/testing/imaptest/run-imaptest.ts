/**
 * `npm run test:imaptest [SECONDS]`: Dovecot's imaptest against the embedded server, on a store on the disk: first every group of its scripted tests, then its
 * stress mode for so long, half a minute unless told. IMAPTEST names the binary, IMAPTEST_TESTS the folder with its scripts (`src/tests` of its sources).
 */
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { environment } from '#lib/config/environment.ts'
import { startClientSite } from '../interop/clients/client-site.ts'

const { IMAPTEST: binary, IMAPTEST_TESTS: named } = environment()

/** Where the scripts lie: as named, or beside the binary as its build leaves them. */
function testFolder(program: string): string | undefined {
  const folders = named === undefined ? [path.join(path.dirname(program), 'tests'), path.join(path.dirname(program), '..', 'share', 'imaptest', 'tests')] : [named]
  return folders.find((folder) => existsSync(path.join(folder, 'default.mbox')))
}

async function imaptest(program: string, words: readonly string[]): Promise<number> {
  console.log(`imaptest ${words.join(' ')}`)
  const child = spawn(program, [...words], { stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

/** The number of runs that imaptest did not find good. */
async function runAll(program: string, folder: string, seconds: number): Promise<number> {
  const site = await startClientSite()
  try {
    const server = ['host=127.0.0.1', `port=${site.port}`, 'user=alice', 'pass=postern-alice']
    const mbox = `mbox=${path.join(folder, 'default.mbox')}`
    console.log(`${readdirSync(folder).filter((name) => !/\.|^Makefile/.test(name)).length} groups in ${folder}`)
    const codes = [await imaptest(program, [...server, mbox, `test=${folder}`]), await imaptest(program, [...server, mbox, 'clients=16', `secs=${seconds}`])]
    for (const line of site.errors()) console.log(line)
    return codes.filter((code) => code !== 0).length + site.errors().length
  } finally {
    await site.stop()
  }
}

const folder = binary === undefined ? undefined : testFolder(binary)
if (binary === undefined || !existsSync(binary)) {
  console.log('imaptest cannot be run: the environment variable IMAPTEST does not name its binary')
  process.exitCode = 2
} else if (folder === undefined) {
  console.log('imaptest cannot be run: the environment variable IMAPTEST_TESTS does not name the folder of its scripts, with default.mbox in it')
  process.exitCode = 2
} else process.exitCode = (await runAll(binary, folder, Number(process.argv[2] ?? 30))) === 0 ? 0 : 1
