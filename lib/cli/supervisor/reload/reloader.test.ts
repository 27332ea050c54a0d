import assert from 'node:assert/strict'
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config, ConfigReading } from '#lib/config/config.ts'
import { loadConfigWithOrigins } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { Reloader } from './reloader.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-reloader-'))
after(() => rmSync(directory, { recursive: true }))

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
}

function site(name: string, toml: string) {
  const file = join(directory, `${name}.toml`)
  writeFileSync(file, toml)
  const again = () => loadConfigWithOrigins({ env: {}, directory, file })
  const lines: string[] = []
  const taken: Config[] = []
  const reloader = new Reloader({ started: again(), again }, createLog('info', (line) => lines.push(line)))
  return { file, lines, reloader, titles: () => taken.map(({ sites }) => sites[0].title), begin: () => reloader.begin((next) => taken.push(next)) }
}

describe('Reloader', { timeout: 30_000 }, () => {
  it('reads the file again when it was written, replaced or linked', async () => {
    const { file, reloader, titles, begin } = site('changes', 'title = "1"\n')
    begin()
    writeFileSync(file, 'title = "2"\n')
    await until(() => titles().length === 1)
    writeFileSync(`${file}.new`, 'title = "3"\n')
    renameSync(`${file}.new`, file)
    await until(() => titles().length === 2)
    writeFileSync(`${file}.other`, 'title = "4"\n')
    symlinkSync(`${file}.other`, `${file}.link`)
    renameSync(`${file}.link`, file)
    await until(() => titles().length === 3)
    assert.deepEqual(titles(), ['2', '3', '4'])
    reloader.stop()
  })

  it('keeps the old configuration when the new one cannot be used, and lists why', async () => {
    const { file, lines, reloader, titles, begin } = site('broken', 'title = "1"\n')
    begin()
    writeFileSync(file, 'title = 5\ntheme = "?"\n')
    await until(() => lines.length > 1)
    const [line = '', audit = ''] = lines
    assert.match(audit, /"event":"audit","did":"configuration-refused","mistakes":2}/)
    assert.match(line, /"level":"error","event":"configuration refused, the old one stays"/)
    assert.match(line, /line 1: title must be .*line 2: theme must be /)
    assert.deepEqual(titles(), [])
    writeFileSync(file, 'title = "2"\n[http]\nport = 1\n')
    await until(() => titles().length === 1)
    assert.ok(lines.some((each) => each.includes('"event":"configuration waits for the next start","keys":"http.port"')), lines.join(''))
    assert.ok(lines.some((each) => each.includes('"did":"configuration-reloaded","waiting":"http.port"')))
    reloader.stop()
  })

  it('knows when it was read, who said what, and why the newest one was refused', async () => {
    const { file, reloader } = site('known', 'title = "1"\n')
    const told: ConfigReading[] = []
    const taken: Config[] = []
    const { from, refused } = reloader.reading
    assert.deepEqual([reloader.reading.file, from.title, from.theme, refused], [file, { file: 'postern.toml', line: 1 }, { code: 'default' }, undefined])
    reloader.begin((next) => taken.push(next), (reading) => told.push(reading))
    writeFileSync(file, 'title = 5\n')
    await until(() => told.length === 1)
    assert.deepEqual(told[0]?.refused?.problems, [{ file: 'postern.toml', line: 1, reason: { code: 'must-be', key: 'title', expected: { code: 'text-line', most: 100 } } }])
    assert.equal(told[0]?.readAt, reloader.reading.readAt, 'the one before stays in force')
    writeFileSync(file, 'title = "2"\n[http]\nport = 1\n')
    await until(() => taken.length === 1)
    assert.deepEqual([taken[0]?.reading?.refused, taken[0]?.reading?.waiting], [undefined, ['http.port']])
    reloader.stop()
  })

  it('reads it at SIGHUP although nothing has changed, and remembers one that came too early', async () => {
    const { reloader, titles, begin } = site('signal', 'title = "1"\n')
    process.kill(process.pid, 'SIGHUP')
    await sleep(50) // a signal arrives in its own time
    assert.deepEqual(titles(), [])
    begin()
    assert.deepEqual(titles(), ['1'])
    process.kill(process.pid, 'SIGHUP')
    await until(() => titles().length === 2)
    reloader.stop()
  })
})
