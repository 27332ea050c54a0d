import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { environmentWith } from '#lib/config/environment.ts'
import { ROOT } from './root.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-install-'))
after(() => rmSync(directory, { recursive: true, force: true }))

/** A tree with postern.mjs, a lockfile that names no package, and a postern.ts that tells what it is run with. */
function makeTree(name: string): string {
  const root = join(directory, name)
  mkdirSync(join(root, 'lib/cli'), { recursive: true })
  copyFileSync(join(ROOT, 'lib/cli/postern.mjs'), join(root, 'lib/cli/postern.mjs'))
  writeFileSync(join(root, 'lib/cli/postern.ts'), 'const args: string[] = process.argv.slice(2)\nconsole.log(`${process.versions.node} ${args.join("|")}`)\nprocess.exitCode = args.length\n')
  writeFileSync(join(root, 'package.json'), '{"name":"tree","version":"1.0.0","type":"module","private":true}')
  writeLockfile(root, '1.0.0')
  return root
}

function writeLockfile(root: string, version: string): void {
  writeFileSync(join(root, 'package-lock.json'), `{"name":"tree","version":"${version}","lockfileVersion":3,"requires":true,"packages":{"":{"name":"tree","version":"${version}"}}}`)
}

async function postern(root: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = environmentWith({ NODE_TEST_CONTEXT: undefined, npm_config_offline: 'true' })
  const child = spawn(process.execPath, [join(root, 'lib/cli/postern.mjs'), ...args], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ends = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ends])
  return { code, out, err }
}

describe('postern.mjs', { timeout: 60_000 }, () => {
  it('installs once, keeps standard output clean, and passes words and exit code on', async () => {
    const root = makeTree('once')
    const first = await postern(root, 'a', 'b c')
    assert.deepEqual([first.code, first.out], [2, `${process.versions.node} a|b c\n`])
    assert.match(first.err, /npm ci/)
    assert.deepEqual(await postern(root), { code: 0, out: `${process.versions.node} \n`, err: '' })
  })

  it('installs again when the lockfile is another', async () => {
    const root = makeTree('again')
    await postern(root)
    writeFileSync(join(root, 'package.json'), '{"name":"tree","version":"1.0.1","type":"module","private":true}')
    writeLockfile(root, '1.0.1')
    assert.match((await postern(root)).err, /npm ci/)
    assert.equal((await postern(root)).err, '')
  })

  it('believes an installation that npm made by hand', async () => {
    const root = makeTree('by-hand')
    mkdirSync(join(root, 'node_modules'))
    writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages":{}}')
    assert.equal((await postern(root)).err, '')
  })

  it('lets two starts at once install one after the other', async () => {
    const root = makeTree('two')
    const both = await Promise.all([postern(root), postern(root)])
    assert.deepEqual(both.map(({ code }) => code), [0, 0])
    assert.equal(both.filter(({ err }) => err.includes('npm ci')).length, 1)
  })

  it('says in one sentence what is wrong with an installation that fails', async () => {
    const root = makeTree('fails')
    writeFileSync(join(root, 'package-lock.json'), 'no lockfile')
    const { code, err } = await postern(root)
    assert.equal(code, 1)
    assert.match(err, /postern: .*npm ci/)
  })
})
