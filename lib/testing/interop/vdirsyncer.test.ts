import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import { findProgram } from '#lib/cli/suites/find-program.ts'
import { startDavServer, type DavServer } from '../gateway/dav-server.ts'

const card = (uid: string, name: string): string => `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${uid}\r\nFN:${name}\r\nN:${name};;;;\r\nX-ODD;TYPE=a:kept\r\nEND:VCARD\r\n`

describe('address books for programs, kept in step by Debian’s vdirsyncer', () => {
  let server: DavServer
  let folder: string
  before(async () => {
    server = await startDavServer()
    folder = await mkdtemp(path.join(tmpdir(), 'postern-vdirsyncer-'))
    const { user, password } = server.bob
    const remote = `type = "carddav"\nurl = "${server.origin}/"\nusername = "${user}"\npassword = "${password}"\n`
    await writeFile(path.join(folder, 'config'), `[general]\nstatus_path = "${folder}/status/"\n[pair p]\na = "local"\nb = "remote"\ncollections = ["from a", "from b"]\nconflict_resolution = "b wins"\n[storage local]\ntype = "filesystem"\npath = "${folder}/books/"\nfileext = ".vcf"\n[storage remote]\n${remote}`)
    await mkdir(path.join(folder, 'books', 'choir'), { recursive: true })
    await writeFile(path.join(folder, 'books', 'choir', 'one.vcf'), card('one', 'Ann'))
  })
  after(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  /** Answers yes to whether a book is to be made. */
  async function vdirsyncer(command: string): Promise<string> {
    const running = promisify(execFile)(findProgram('vdirsyncer') ?? 'vdirsyncer', ['-c', path.join(folder, 'config'), command])
    running.child.stdin?.end('y\ny\n')
    const { stdout, stderr } = await running
    return stdout + stderr
  }
  const here = async (): Promise<readonly string[]> => {
    const choir = path.join(folder, 'books', 'choir')
    return Promise.all((await readdir(choir)).map((name) => readFile(path.join(choir, name), 'utf8')))
  }
  const there = async (method: string, name: string, body = '') => server.ask({ method, path: `/dav/books/bob/choir/${name}`, as: server.bob, body })

  it('a book is found or made, and what is new, changed or gone on one side is so on the other', async () => {
    assert.match(await vdirsyncer('discover'), /Personal/)
    await vdirsyncer('sync')
    assert.match((await there('GET', 'one.vcf')).body, /FN:Ann[\s\S]*X-ODD;TYPE=a:kept/)

    await there('PUT', 'two.vcf', card('two', 'Bea'))
    await there('PUT', 'one.vcf', card('one', 'Anna'))
    await vdirsyncer('sync')
    const cards = await here()
    assert.deepEqual(cards.map((each) => /FN:(.*)/.exec(each)?.[1]?.trim()).toSorted(), ['Anna', 'Bea'])
    assert.ok(cards.every((each) => each.includes('X-ODD;TYPE=a:kept')))

    await there('DELETE', 'two.vcf')
    for (const name of await readdir(path.join(folder, 'books', 'choir'))) {
      const file = path.join(folder, 'books', 'choir', name)
      if ((await readFile(file, 'utf8')).includes('UID:one')) await rm(file)
    }
    // The other card is still there: a book that is empty on one side is left alone.
    await there('PUT', 'three.vcf', card('three', 'Cleo'))
    await vdirsyncer('sync')
    assert.deepEqual([(await here()).length, (await there('GET', 'one.vcf')).status, (await there('GET', 'three.vcf')).status], [1, 404, 200])
    assert.doesNotMatch(server.lines.join(''), /"level":"error"/)
  })
})
