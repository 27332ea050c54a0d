import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { startMailServer } from '#lib/mail-server/server.ts'
import { doctor } from '../commands/keeping/doctor.ts'
import type { Call } from '../commands/command.ts'
import { signInFindings } from './sign-in-findings.ts'
import { withServersInTheBox } from '#lib/config/servers-in-the-box.ts'

const ENV = Object.fromEntries(['IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP', 'LDAP'].map((name) => [`POSTERN_${name}_PORT`, '0']))

/** What the command prints, and its exit code. */
async function run(data: string, options: Call['options'] = {}): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const code = await doctor.run({ words: [], options: { data, ...options }, env: ENV, print: (line) => void lines.push(line.replaceAll(/:\d+ \(/g, ':N (').replaceAll(/in \d+ ms/g, 'in N ms')) })
  return { code, lines }
}

test('beside a running server it asks that one at the ports it got; without it says that nobody runs', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'postern-doctor-'))
  const config = loadConfig({ data, env: ENV })
  const server = await startMailServer(config, createLog('error', () => undefined))
  try {
    await server.administration.addUser({ name: 'ann', password: 'right one' })
    assert.deepEqual(await run(data), { code: 0, lines: [
      'ok       configuration: it is valid.',
      '1 accounts, 0 of them unwell.',
      'ok       imap 127.0.0.1:N (Postern): answers in N ms in the clear, on this machine.',
      'ok       smtp 127.0.0.1:N (Postern): answers in N ms in the clear, on this machine.',
    ] })
    const json = (await run(data, { json: true })).lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(json.map(({ level, part, name }) => level === undefined ? name : `${String(level)} ${String(part)}`), ['ok configuration', 'ann', 'ok imap', 'ok smtp'])

    const { imap, submission } = server.services
    const there = withServersInTheBox(config, { imap: imap?.port, submission: submission?.port })
    const asAnn = async (password: string) => (await signInFindings(there, there.sites[0], { user: 'ann', password })).map(({ level, part, what, why }) => `${level} ${part}: ${what}${why === undefined ? '' : `: ${why}`}`)
    assert.deepEqual(await asAnn('right one'), ['ok imap: ann may sign in; no extension that is used is missing', 'ok smtp: ann may hand mail in'])
    assert.deepEqual(await asAnn('wrong'), ['problem imap: ann cannot sign in: it refuses the name or the password', 'problem smtp: ann cannot sign in: it refuses the name or the password'])
  } finally {
    await server.close()
  }
  const without = await run(data)
  assert.equal(without.code, 0)
  assert.match(without.lines.join('\n'), /^1 accounts, 0 of them unwell\.\nnote {5}imap .*does not run/m)
  await rm(data, { recursive: true })
})

test('a configuration that is wrong is said first, and nothing is asked by it', async () => {
  const lines: string[] = []
  const code = await doctor.run({ words: [], options: { data: '/nowhere/at/all' }, env: { POSTERN_HTTP_PORT: 'x', POSTERN_IMAP_URL: 'imap://127.0.0.1:1' }, print: (line) => void lines.push(line) })
  assert.equal(code, 1)
  assert.match(lines[0] ?? '', /^problem {2}configuration: POSTERN_HTTP_PORT/)
  assert.match(lines.at(-1) ?? '', /^note {5}store: not looked at, nor any server/)
})
