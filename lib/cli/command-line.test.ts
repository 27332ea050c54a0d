import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { MIGRATIONS } from '#lib/mail-store/disk/rows/schema.ts'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { environmentWith } from '#lib/config/environment.ts'
import { CommandProblem } from './commands/command.ts'
import { COMMANDS, findCommand } from './commands/index.ts'
import { readQuotaChange, writeOctets } from './quota.ts'
import { ROOT, version } from './root.ts'
import { parseUserFile } from './user-file.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-cli-'))
after(() => rmSync(directory, { recursive: true }))

function postern(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), ...args], { cwd: directory, encoding: 'utf8', env: environmentWith({ POSTERN_HTTP_PORT: undefined, NODE_TEST_CONTEXT: undefined }) })
  return { status, stdout, stderr }
}

describe('the command line', () => {
  it('says its version and lists its commands', () => {
    assert.deepEqual(postern('--version'), { status: 0, stdout: `${version()}\n`, stderr: '' })
    const { status, stdout } = postern('help')
    assert.equal(status, 0)
    for (const name of Object.keys(COMMANDS)) assert.match(stdout, new RegExp(`^${name}: `, 'm'))
    assert.match(postern('user', '--help').stdout, /user add NAME/)
  })

  it('ends quietly when nobody reads its output to the end', () => {
    const { stderr } = spawnSync('bash', ['-c', '"$0" "$1" config show | true', process.execPath, join(ROOT, 'lib/cli/postern.mjs')], { cwd: directory, encoding: 'utf8' })
    assert.equal(stderr, '')
  })

  it('answers what it does not understand with the usage and 2', () => {
    assert.deepEqual(postern('frobnicate'), { status: 2, stdout: '', stderr: 'postern: there is no command "frobnicate"; "help" lists them\n' })
    for (const args of [['serve', 'ftp'], ['config', 'frob'], ['config'], ['user', 'add'], ['user', 'frob'], ['user', 'quota', 'x', 'much'], ['serve', '--frob'], ['stats', 'x']]) {
      const { status, stderr } = postern(...args)
      assert.equal(status, 2, `${args.join(' ')}: ${stderr}`)
      assert.match(stderr, /^postern: .*\n {2}npm run postern -- /)
    }
  })

  it('checks and shows the configuration', () => {
    writeFileSync(join(directory, 'postern.toml'), '[http]\nport = 8080\n')
    assert.equal(postern('config', 'check').stdout, 'The configuration is valid.\n')
    assert.match(postern('config', 'show').stdout, /^http\.port = 8080\n.*\n {4}from: postern\.toml, line 2; variable: POSTERN_HTTP_PORT$/m)
    writeFileSync(join(directory, 'postern.toml'), '[http]\nport = "x"\nhost = "0.0.0.0"\n')
    const { status, stderr } = postern('config', 'check')
    assert.equal(status, 1)
    assert.match(stderr, /line 2.*\n.*public_origin/)
    rmSync(join(directory, 'postern.toml'))
  })

  it('names the DNS records of a policy for TLS', () => {
    writeFileSync(join(directory, 'postern.toml'), 'mail.domains = ["example.org"]\n[mta_sts]\nmode = "enforce"\nmx = ["mail.example.org"]\n')
    assert.match(postern('config', 'check').stdout, /^Note: for MTA-STS the DNS needs _mta-sts\.example\.org\. TXT "v=STSv1; id=[0-9a-f]{20}", and mta-sts\.example\.org leading here by https with a certificate for that name\.$/m)
    writeFileSync(join(directory, 'postern.toml'), '[mta_sts]\nmode = "none"\n')
    assert.match(postern('config', 'check').stdout, /^Note: mta_sts\.mode is set, and mail\.domains names no domain/m)
    rmSync(join(directory, 'postern.toml'))
  })

  it('examines mail and mends it, and says so by its exit code', () => {
    const data = ['--data', join(directory, 'doctored')]
    const messages = join(directory, 'messages/INBOX')
    mkdirSync(messages, { recursive: true })
    writeFileSync(join(messages, '1.eml'), 'Subject: kept\n\ntext\n')
    writeFileSync(join(directory, 'users'), 'ann:secret\nben:secret\n')
    assert.equal(postern('user', 'import', 'users', ...data).status, 0)
    assert.equal(postern('seed', 'messages', '--user', 'ann', ...data).status, 0)
    const well = postern('doctor', ...data)
    assert.deepEqual([well.status, well.stderr], [0, ''])
    assert.deepEqual(well.stdout.replaceAll(/ \S+:\d+ /g, ' HOST ').split('\n'), [
      'ok       configuration: it is valid.',
      '2 accounts, 0 of them unwell.',
      'note     imap HOST (Postern): not asked: the mail server in the box does not run. Start it with "serve".',
      'note     smtp HOST (Postern): not asked: the mail server in the box does not run. Start it with "serve".',
      '',
    ])
    writeFileSync(join(directory, 'doctored/mail/ann/mail.db'), 'no database')
    mkdirSync(join(directory, 'doctored/mail/nobody'))
    const found = postern('doctor', ...data)
    assert.equal(found.status, 1)
    assert.match(found.stdout, /^ann: the database cannot be read\n\/.*\/doctored\/mail\/nobody belongs to no account\.\n2 accounts, 1 of them unwell\.$/m)
    const mended = postern('doctor', 'ann', '--repair', ...data)
    assert.equal(mended.status, 0)
    assert.match(mended.stdout, /^ann: the database cannot be read\nann: repaired from the journal: 1 messages in 6 mailboxes\. What was damaged lies in \/.*\/doctored\/mail\/ann\/damaged-/)
    const newer = openSqlite(join(directory, 'doctored/mail/ben/mail.db'), { migrations: MIGRATIONS })
    newer.prepare('PRAGMA user_version = 9999').run()
    newer.close()
    assert.match(postern('doctor', 'ben', '--repair', ...data).stdout, /^ben: .*written by a newer version of Postern.*\n1 accounts, 1 of them unwell\.\n$/)
    assert.match(postern('user', 'list', ...data).stderr, /^postern: .*written by a newer version of Postern\. Run that version, or bring back a copy from before\.\n$/)
    assert.deepEqual(postern('doctor', 'ann', '--json', ...data).stdout, '{"name":"ann","faults":[]}\n')
  })

  it('writes what has been said as one file that says the same, without secrets', () => {
    const said = join(directory, 'said.toml')
    const written = readFileSync(join(ROOT, 'lib/deploy/sites.toml'), 'utf8').replace('motd = "The mail servers', 'mail.smarthost = "smtp://us:secret@relay.example.org"\nmotd = "The mail servers')
    writeFileSync(said, written)
    const exported = postern('config', 'export', '--config', said)
    assert.deepEqual([exported.status, exported.stderr], [0, ''])
    assert.match(exported.stdout, /^# Postern \d+\.\d+\.\d+, Node\.js \d+/)
    assert.match(exported.stdout, /^# mail\.smarthost is a secret: set it again\.$/m)
    assert.doesNotMatch(exported.stdout, /relay/)
    const again = join(directory, 'again.toml')
    writeFileSync(again, exported.stdout)
    const values = (file: string): unknown => (JSON.parse(postern('config', 'show', '--json', '--config', file).stdout) as { name: string; value: unknown }[]).map(({ name, value }) => [name, value]).sort()
    assert.deepEqual(values(again), values(said))
    assert.equal(postern('config', 'export', '--config', again).stdout, exported.stdout.replace(/^# mail\.smarthost.*\n/m, ''))
  })

  it('names themes that there are not, or that are refused, with the line that names them', () => {
    mkdirSync(join(directory, 'themes/bad'), { recursive: true })
    writeFileSync(join(directory, 'themes/bad/theme.css'), '\nbody { color: red }')
    writeFileSync(join(directory, 'postern.toml'), 'themes = "themes"\ntheme = "nosuch"\n[locks]\n"appearance.theme" = { value = "classic", reason = "x" }\n[site.lab]\nhosts = ["lab.test"]\ntheme = "bad"\n[defaults]\n"appearance.theme" = "gone"\n')
    const { stdout } = postern('config', 'check', '--data', join(directory, 'data'))
    assert.deepEqual(stdout.trim().split('\n').slice(1).toSorted().map((line) => line.replace(/body is.*$/, '…')), [
      'Note: postern.toml, line 2: theme: there is no theme "nosuch" in any directory of themes.',
      'Note: postern.toml, line 7: site.lab.theme: the theme "bad" is refused: theme.css, line 2: the selector …',
      'Note: postern.toml, line 9: defaults.appearance.theme: there is no theme "gone" in any directory of themes.',
    ])
    writeFileSync(join(directory, 'postern.toml'), 'theme = "nosuch"\n[http]\nport = "x"\n')
    assert.match(postern('config', 'check').stderr, /line 3: http\.port must be .*\nNote: postern\.toml, line 1: theme: there is no theme "nosuch" in any directory of themes\.\n/)
    rmSync(join(directory, 'postern.toml'))
  })

  it('refuses to make a demonstration of something else', () => {
    const precious = join(directory, 'precious')
    spawnSync('mkdir', ['-p', join(precious, 'mail')])
    const { status, stderr } = postern('serve', '--demo', '--fresh', '--data', precious)
    assert.equal(status, 1)
    assert.match(stderr, /holds something that is no demonstration/)
    assert.equal(postern('serve', '--fresh').status, 2)
  })

  it('has a name, a usage and an explanation for every row', async () => {
    for (const name of Object.keys(COMMANDS)) {
      const command = await findCommand(name)
      assert.equal(command?.name, name)
      assert.ok(command.about !== '' && command.usage.every((line) => line.startsWith(name)))
    }
    assert.equal(await findCommand('constructor'), undefined)
  })
})

describe('quotas', () => {
  it('are set, grown, shrunk and lifted', () => {
    assert.deepEqual(readQuotaChange('1G'), { kind: 'set', octets: 2 ** 30 })
    assert.deepEqual(readQuotaChange('+50M'), { kind: 'grow', octets: 50 * 2 ** 20 })
    assert.deepEqual(readQuotaChange('-50M'), { kind: 'grow', octets: -50 * 2 ** 20 })
    assert.deepEqual(readQuotaChange('none'), { kind: 'lift' })
    for (const wrong of ['', '+', 'x', '--1', '1.5G']) assert.equal(readQuotaChange(wrong), undefined, wrong)
  })

  it('are written for people', () => {
    assert.deepEqual([0, 1023, 1024, 1536, 5 * 2 ** 30].map(writeOctets), ['0 B', '1023 B', '1 KB', '1.5 KB', '5 GB'])
  })
})

describe('files of users', () => {
  it('hold a user a line', () => {
    assert.deepEqual(parseUserFile('# staff\r\nann:se cret\n\nbob:a:b:1G\ncat:a:b\n'), [
      { name: 'ann', password: 'se cret' },
      { name: 'bob', password: 'a:b', quota: 2 ** 30 },
      { name: 'cat', password: 'a:b' },
    ])
  })

  it('are refused whole, with every bad line', () => {
    assert.throws(() => parseUserFile('ann\nbob:x\n:y\n'), (error) => error instanceof CommandProblem && / line 1, 3$/.test(error.message))
  })
})
