import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { mistakeInEnglish, sourceInEnglish } from '#lib/testing/reasons/in-english.ts'
import { KEY_NAMES, KEYS, type Key } from './keys.ts'
import { examineConfig, loadConfigWithOrigins } from './load.ts'
import { fileVariableOf, isOpenToOthers } from './secret-files.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-secrets-'))
after(() => rmSync(directory, { recursive: true }))

const SECRETS = KEY_NAMES.filter((name) => (KEYS[name] as Key).secret === true)
const VALUES: Readonly<Record<string, string>> = {
  'metrics.token': 'unmistakable-token',
  'preferences.database': 'postgresql://me:unmistakable@db.example.org/postern',
  'outbox.service_password': 'unmistakable-password',
  'mail.smarthost': 'smtp://me:unmistakable@relay.example.org',
}

function file(name: string, content: string, mode = 0o600): string {
  const path = join(directory, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  chmodSync(path, mode)
  return path
}

const load = (env: Record<string, string>) => loadConfigWithOrigins({ env, directory })
const originOf = (name: string, env: Record<string, string>) => load(env).origins.find((each) => each.name === name)
const mistakes = (env: Record<string, string>): readonly string[] => examineConfig({ env, directory }).problems.map(mistakeInEnglish)

describe('secrets in files', () => {
  it('are every secret there is: by a credential of the key’s name, and by a variable', () => {
    assert.deepEqual(SECRETS.toSorted(), Object.keys(VALUES).toSorted())
    for (const name of SECRETS) {
      const { env } = KEYS[name]
      file(`credentials/${name}`, `${VALUES[name]}\nsecond line\n`, 0o400)
      const asCredential = originOf(name, { CREDENTIALS_DIRECTORY: join(directory, 'credentials') })
      assert.deepEqual([asCredential?.isWithheld, asCredential && sourceInEnglish(asCredential.from)], [true, `$CREDENTIALS_DIRECTORY/${name}`])
      const variable = fileVariableOf(name)
      // metrics.token has a key of its own for its file, whose variable this is.
      if (variable === undefined) assert.equal(KEYS['metrics.token_file'].env, `${env}_FILE`)
      else assert.equal(sourceInEnglish(originOf(name, { [variable]: file('alone', VALUES[name] ?? '') })?.from ?? { code: 'default' }), variable)
    }
    const { config } = load({ CREDENTIALS_DIRECTORY: join(directory, 'credentials'), POSTERN_OUTBOX_CREDENTIALS: 'service', POSTERN_OUTBOX_SERVICE_USER: 'robot' })
    assert.deepEqual([config.metrics.token, config.preferences.database, config.outbox.serviceAccount?.password, config.mail.smarthost], SECRETS.map((name) => VALUES[name]))
  })

  it('lose to the variable itself, and win over postern.toml; a credential that is not there is no mistake', () => {
    const env = { POSTERN_MAIL_SMARTHOST_FILE: file('one', 'smtp://file.example.org') }
    assert.equal(load({ ...env, POSTERN_MAIL_SMARTHOST: 'smtp://variable.example.org' }).config.mail.smarthost, 'smtp://variable.example.org')
    const toml = file('p.toml', '[mail]\nsmarthost = "smtp://toml.example.org"\n')
    assert.equal(loadConfigWithOrigins({ env, directory, file: toml }).config.mail.smarthost, 'smtp://file.example.org')
    assert.equal(loadConfigWithOrigins({ env: { CREDENTIALS_DIRECTORY: join(directory, 'nowhere') }, directory, file: toml }).config.mail.smarthost, 'smtp://toml.example.org')
    assert.equal(loadConfigWithOrigins({ env: { POSTERN_MAIL_SMARTHOST_FILE: '' }, directory, file: toml }).config.mail.smarthost, 'smtp://toml.example.org')
  })

  it('are refused where everybody may read or change them, are empty, or not there', () => {
    for (const mode of [0o604, 0o644, 0o602, 0o777]) {
      const [mistake] = mistakes({ POSTERN_MAIL_SMARTHOST_FILE: file('open', 'smtp://relay.example.org', mode) })
      assert.match(mistake ?? '', /^POSTERN_MAIL_SMARTHOST_FILE: mail\.smarthost names .*open, which everybody on this machine may read or change/)
    }
    for (const mode of [0o400, 0o440, 0o600, 0o640, 0o660]) assert.deepEqual(mistakes({ POSTERN_MAIL_SMARTHOST_FILE: file(`m${mode}`, 'smtp://relay.example.org', mode) }), [])
    assert.match(mistakes({ POSTERN_MAIL_SMARTHOST_FILE: file('empty', '\n') }).join(), /which is empty/)
    assert.match(mistakes({ POSTERN_MAIL_SMARTHOST_FILE: join(directory, 'gone') }).join(), /which cannot be read/)
    assert.match(mistakes({ POSTERN_MAIL_SMARTHOST_FILE: directory }).join(), /which cannot be read|may read or change/)
    assert.match(mistakes({ POSTERN_METRICS_TOKEN_FILE: file('token', 'x', 0o644) }).join(), /^POSTERN_METRICS_TOKEN_FILE: metrics\.token_file names .*may read or change/)
  })

  it('say nothing of what stands in them when it cannot be used', () => {
    const words = mistakes({ POSTERN_MAIL_SMARTHOST_FILE: file('wrong', 'ftp://me:unmistakable@x') }).join()
    assert.match(words, /^POSTERN_MAIL_SMARTHOST_FILE/)
    assert.doesNotMatch(words, /unmistakable/)
  })

  it('may have any mode where nobody else comes: among credentials, as container engines have them', () => {
    const secret = file('sheltered/mail.smarthost', 'smtp://relay.example.org', 0o444)
    assert.equal(isOpenToOthers(secret), true)
    assert.equal(isOpenToOthers(secret, { CREDENTIALS_DIRECTORY: join(directory, 'sheltered') }), false)
    assert.equal(isOpenToOthers(secret, { CREDENTIALS_DIRECTORY: join(directory, 'shelter') }), true, 'another directory whose name begins so')
    assert.deepEqual(mistakes({ CREDENTIALS_DIRECTORY: join(directory, 'sheltered') }), [])
  })
})
