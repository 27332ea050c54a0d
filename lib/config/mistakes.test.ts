import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { CONFIG_MISTAKES, type ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import { mistakeInEnglish } from '#lib/testing/reasons/in-english.ts'
import { ConfigProblem } from './config-problem.ts'
import { examineConfig, loadConfig, type ConfigSources } from './load.ts'
import { tomlMistake } from './toml/toml-mistake.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-mistakes-'))
after(() => rmSync(directory, { recursive: true }))
writeFileSync(join(directory, 'empty'), '')
mkdirSync(join(directory, 'folder'))

function mistakesOf(toml: string, more: Partial<ConfigSources> = {}): readonly ConfigMistake[] {
  const file = join(directory, 'postern.toml')
  writeFileSync(file, toml)
  return examineConfig({ env: {}, directory, file, ...more }).problems
}

/** A file with that mistake, by its code. */
const FILES: Readonly<Record<string, string>> = {
  'toml-too-deep': `a = ${'['.repeat(1100)}`,
  'toml-value': 'a = \n',
  'toml-leading-zero': 'a = 01\n',
  'toml-underscore': 'a = 1__0\n',
  'toml-number-character': 'a = 1x\n',
  'toml-number-unfinished': 'a = 0x\n',
  'toml-number-too-large': 'a = 9007199254740993\n',
  'toml-date': 'a = 2026-13-45\n',
  'toml-said-twice': 'a = 1\na = 2\n',
  'toml-header': '[[a]\n',
  'toml-line-end': 'a = "x" b = 1\n',
  'toml-control-in-text': 'a = "x\nb = 1\n',
  'toml-control-in-comment': '# \u0001\n',
  'toml-unicode-escape': String.raw`a = "\uD800"`,
  'toml-escape': String.raw`a = "\q"`,
  'toml-text-unfinished': 'a = """x',
  'toml-key-unfinished': '[a',
  'toml-key-missing': ' = 1\n',
  'toml-key-lines': '"""a""" = 1\n',
  'toml-key-character': 'a\n',
  'toml-comma': 'a = [1 2]\n',
  'toml-table-unfinished': 'a = { b = 1,',
  'toml-list-unfinished': 'a = [1,',

  'must-be': 'title = 5\n',
  'must-be-table': '[group]\nx = 1\n',
  'quoted-dots': '"modules.help" = false\n',
  'unknown-key': 'nonsense = 1\n',
  'nearly-known-key': 'titel = "x"\n',
  'list-of-tables': 'links = 5\n',
  'file-unreadable': '[tls]\nkey = "gone"\ncertificate = "empty"\n',
  'file-empty': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\nbind = "service"\nbind_dn = "x"\npassword_file = "empty"\n',
  'default-unknown': '[defaults]\nnonsense = 1\n',
  'default-nearly-known': '[defaults]\nindex.pageSize = 1\n',
  'default-must-be': '[defaults]\nindex.page_size = 1\n',
  'lock-unknown': '[locks]\nnonsense = { value = 1, reason = "x" }\n',
  'lock-nearly-known': '[locks]\nindex.pageSize = { value = 1, reason = "x" }\n',
  'lock-must-be': '[locks]\nindex.page_size = { value = 1, reason = "x" }\n',
  'lock-without-value': '[locks]\nindex.page_size = 50\n',
  'lock-part': '[locks]\nindex.page_size = { value = 50, reason = "x", why = "y" }\n',
  'lock-reason': '[locks]\nindex.page_size = { value = 50 }\n',
  'hidden-list': 'hidden = "x"\n',
  'hidden-unknown': 'hidden = ["x"]\n',
  'hidden-no-text': 'hidden = [5]\n',
  'written-twice': '[defaults]\nindex.page_size = 50\n"index.page_size" = 50\n',
  'link-part': 'links = [{ title = "x", url = "https://x.test", more = 1 }]\n',
  'link-title': 'links = [{ url = "https://x.test" }]\n',
  'link-url': 'links = [{ title = "x", url = "javascript:1" }]\n',
  'contact-part': 'contacts = [{ name = "x", address = "x@x.test", more = 1 }]\n',
  'contact-name': 'contacts = [{ address = "x@x.test" }]\n',
  'contact-address': 'contacts = [{ name = "x" }]\n',
  'default-site-table': '[site.default]\n',
  'table-name': '[site.Lab]\n',
  'group-members': '[group.x]\n',
  'no-such-group': '[site.x]\ngroups = ["y"]\n',
  'no-such-site': '[group.x]\nmembers = ["a"]\nsite = "y"\n',
  'no-such-directory': 'directories = ["x"]\n',
  'mapped-network': '[site.x]\nnetworks = ["::ffff:10.0.0.0/104"]\n',
  'chosen-already': '[site.x]\nhosts = ["x.test"]\n[site.y]\nhosts = ["x.test"]\n',
  'chosen-already-as': '[site.x]\nnetworks = ["10.0.0.0/8"]\n[site.y]\nnetworks = ["10.1.0.0/8"]\n',
  'message-size': '[limits]\nmessage_size = "1M"\n[site.x.limits]\nmessage_size = "2M"\n',
  'directory-url': '[directory.d]\nbase = "dc=x"\n',
  'directory-base': '[directory.d]\nurl = "ldaps://x"\n',
  'bind-name': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\nbind = "person"\n',
  'book-base': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\n[directory.d.book]\ntitle = "x"\n',
  'book-of-nobody': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\n[directory.d.book]\nbase = "ou=%u"\n',
  'passwords-of-others': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\nchanges_passwords = true\n',
  'book-of-service': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\nbind = "service"\nbind_dn = "x"\npassword = "x"\n[directory.d.book]\nbase = "ou=%l"\n',
  'book-same-for-all': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\nbind = "person"\nbind_dn = "uid=%u"\n[directory.d.book]\nbase = "ou=x"\n',
  'bind-same-for-all': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\nbind = "person"\nbind_dn = "x"\n',
  'bind-password': '[directory.d]\nurl = "ldaps://x"\nbase = "dc=x"\nbind = "service"\nbind_dn = "x"\n',
  'origin-missing': '[http]\nhost = "0.0.0.0"\n',
  'in-the-clear': '[http]\nhost = "0.0.0.0"\n',
  'origin-in-the-clear': '[http]\npublic_origin = "http://mail.example.org"\n',
  'certificate-and-key': '[tls]\nkey = "empty"\n',
  together: '[auth]\noauth_issuer = "https://x.test"\n',
  'issuer-in-the-clear': '[auth]\noauth_issuer = "http://x.test"\noauth_keys = "empty"\noauth_audience = "x"\n',
}

/** What does not come from what stands in the file. */
const ELSEWHERE: Readonly<Record<string, () => readonly ConfigMistake[]>> = {
  'no-file': () => examineConfig({ env: { POSTERN_CONFIG: 'gone.toml' }, directory }).problems,
  unreadable: () => examineConfig({ env: {}, directory, file: 'folder' }).problems,
  'too-large': () => mistakesOf(`# ${'x'.repeat(1024 * 1024)}\n`),
  'file-open-to-others': () => {
    const file = join(directory, 'open')
    writeFileSync(file, 'smtp://relay.example.org\n')
    chmodSync(file, 0o644)
    return mistakesOf('', { env: { POSTERN_MAIL_SMARTHOST_FILE: file } })
  },
  'variable-must-be': () => mistakesOf('', { env: { POSTERN_HTTP_PORT: 'x' } }),
}

/** Nothing that can be had: an error without a code, and a parser that says what it has never said. */
const IMPOSSIBLE = ['unreadable-somehow', 'toml-other']

describe('what is wrong with a configuration', () => {
  for (const [code, toml] of Object.entries(FILES)) {
    it(`is told by code and line: ${code}`, () => {
      const found = mistakesOf(toml)
      assert.ok(found.some(({ reason }) => reason.code === code), JSON.stringify(found))
      for (const mistake of found) {
        assert.ok((mistake.line ?? 0) >= 1 && mistake.file.endsWith('postern.toml'), JSON.stringify(mistake))
        assert.match(mistakeInEnglish(mistake), /postern\.toml, line \d+: /)
      }
    })
  }

  it('may be elsewhere', () => {
    for (const [code, found] of Object.entries(ELSEWHERE)) assert.deepEqual(found().map(({ reason }) => reason.code), [code])
  })

  it('is each known to these tests', () => {
    assert.deepEqual([...Object.keys(FILES), ...Object.keys(ELSEWHERE), ...IMPOSSIBLE].toSorted(), Object.keys(CONFIG_MISTAKES).toSorted())
  })

  it('is quoted where the parser says what nobody knows of', () => {
    const mistake = tomlMistake('Invalid TOML document: the moon is full\n\n1: a\n   ^\n')
    assert.deepEqual(mistake, { code: 'toml-other', words: 'the moon is full' })
    assert.equal(mistakeInEnglish({ file: 'postern.toml', line: 1, reason: mistake }), 'postern.toml, line 1: not valid TOML: the moon is full')
  })

  it('is an error whose message names codes and places, and nothing of what stands there', () => {
    assert.throws(() => loadConfig({ env: { POSTERN_MAIL_SMARTHOST: 'me:secret' }, directory, file: join(directory, 'gone') }), (error) => {
      assert.ok(error instanceof ConfigProblem)
      assert.match(error.message, /--config no-file, POSTERN_MAIL_SMARTHOST variable-must-be/)
      return !error.message.includes('secret')
    })
  })
})
