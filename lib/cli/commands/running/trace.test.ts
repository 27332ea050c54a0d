import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { traceFile, traceFolder } from '#lib/log/trace/trace-store.ts'
import { CommandProblem, UsageProblem, type Call } from '../command.ts'
import { trace } from './trace.ts'

test('a trace is begun, listed, shown with both sides in their order, ended and removed from the command line', async () => {
  const data = await mkdtemp(join(tmpdir(), 'postern-trace-command-'))
  const run = async (words: readonly string[], options: Call['options'] = {}): Promise<string[]> => {
    const lines: string[] = []
    await trace.run({ words, options: { data, ...options }, env: {}, print: (line) => void lines.push(line) })
    return lines
  }
  try {
    for (const words of [[], ['frob'], ['on'], ['show'], ['list', 'x', 'y']]) await assert.rejects(run(words), UsageProblem, words.join(' '))
    await assert.rejects(run(['on', 'ann'], { minutes: '1500' }), /--minutes must be a whole number from 1 to 1440/)
    await assert.rejects(run(['on', 'ann'], { site: 'nosuch' }), /there is no site nosuch; there are default/)
    const [begun = ''] = await run(['on', 'Ann', ], { minutes: '5' })
    const id = begun.split(' ')[0] ?? ''
    assert.match(begun, /^\S{12} traces Ann until \d{4}-/)
    assert.deepEqual(await run(['show', id]), [])
    await writeFile(traceFile(traceFolder(data), id, 'gateway'), '2026-01-01T00:00:01.000Z imap 1 C: a1 NOOP\n2026-01-01T00:00:03.000Z imap 1 S: a1 OK\n')
    await writeFile(traceFile(traceFolder(data), id, 'server'), '2026-01-01T00:00:02.000Z imap 7 C: a1 NOOP\n')
    assert.deepEqual(await run(['show', id]), ['2026-01-01T00:00:01.000Z gateway imap 1 C: a1 NOOP', '2026-01-01T00:00:02.000Z server imap 7 C: a1 NOOP', '2026-01-01T00:00:03.000Z gateway imap 1 S: a1 OK'])
    assert.match((await run(['list'])).join('\n'), new RegExp(`^${id} {2}ann {2}until .* {2}127 octets$`))
    await run(['off', id])
    assert.match((await run(['list'])).join('\n'), /ann {2}ended/)
    assert.equal((JSON.parse((await run(['list'], { json: true }))[0] ?? '') as { user: string }).user, 'ann')
    await run(['remove', id])
    await assert.rejects(run(['off', id]), CommandProblem)
    assert.deepEqual(await run(['list']), [])
  } finally {
    await rm(data, { recursive: true })
  }
})
