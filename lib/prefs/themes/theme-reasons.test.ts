import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { THEME_REASONS, type ThemeProblem, type ThemeReason } from '#lib/mail/themes/theme-reason.ts'
import { FALLBACKS } from '#lib/mail/themes/tokens.ts'
import type { TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import { editTheme } from './edited-theme.ts'
import { readTheme } from './read-theme.ts'
import { ThemeCatalogue } from './theme-catalogue.ts'

type Files = Readonly<Record<string, string | Buffer>>

let root = ''
let count = 0
before(async () => (root = await mkdtemp(path.join(tmpdir(), 'postern-reasons-'))))
after(() => rm(root, { recursive: true }))

async function folder(files: Files, name = `theme-${count++}`): Promise<string> {
  await mkdir(path.join(root, name), { recursive: true })
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(root, name, file), content)
  return name
}

async function problemsOf(files: Files): Promise<readonly ThemeProblem[]> {
  const name = await folder({ 'theme.css': '', ...files })
  const checked = await readTheme(path.join(root, name), name)
  return 'problems' in checked ? checked.problems : []
}

const reached = new Set<string>()

/** Exactly that is said, and nothing else. */
function expectReasons(problems: readonly { readonly reason: ThemeReason }[], ...expected: readonly ThemeReason[]): void {
  assert.deepEqual(problems.map(({ reason }) => reason), expected)
  for (const { code } of expected) reached.add(code)
}

/** A colour of some 300 characters. */
const longColor = (color: string): string => (color.length > 300 ? color : longColor(`color-mix(in oklab, ${color}, white)`))
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(48)])
const LOGO = 'logo = "logo.png"'

test('what is wrong with files', async () => {
  const table: readonly (readonly [files: Files, reason: ThemeReason])[] = [
    [Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${at}.txt`, ''])), { code: 'too-many-files', most: 50 }],
    [{ 'notice.md': Buffer.alloc(70_000, 32) }, { code: 'no-text-file', most: 65_536 }],
    [{ 'notice.md': Buffer.from([0xff]) }, { code: 'not-utf8' }],
    [{ 'theme.toml': LOGO }, { code: 'no-picture-file', most: 524_288 }],
    [{ 'theme.toml': LOGO, 'logo.png': 'GIF89a' }, { code: 'not-picture' }],
    [{ 'theme.toml': LOGO, 'logo.png': PNG }, { code: 'picture-size', most: 2560 }],
    [{ 'notice.md': '[a](data:x)' }, { code: 'slot-link', target: 'data:x' }],
    [{ 'help-link.txt': 'Ask' }, { code: 'help-link' }],
    [{ 'links.txt': 'Tides | https://pier.test/tides\n\nAsk | javascript:1\n' }, { code: 'link-line' }],
    [{ 'links.txt': 'Tides | https://pier.test/tides\n'.repeat(21) }, { code: 'too-many-links', most: 20 }],
  ]
  for (const [files, reason] of table) expectReasons(await problemsOf(files), reason)
  const linked = await folder({})
  await symlink('/etc/passwd', path.join(root, linked, 'theme.css'))
  const ofLinked = await readTheme(path.join(root, linked), linked)
  expectReasons('problems' in ofLinked ? ofLinked.problems : [], { code: 'is-link' })
  for (const [name, reason] of [['.x', { code: 'folder-name' }], ['nowhere', { code: 'folder-unreadable', error: 'ENOENT' }], [await folder({}), { code: 'missing' }]] as const) {
    const checked = await readTheme(path.join(root, name), name)
    expectReasons('problems' in checked ? checked.problems : [], reason)
  }
  await symlink(path.join(root, await folder({ 'theme.css': '' })), path.join(root, 'alias'))
  const alias = await readTheme(path.join(root, 'alias'), 'alias')
  expectReasons('problems' in alias ? alias.problems : [], { code: 'no-folder' })
})

test('what is wrong in theme.toml stands at its line and key', async () => {
  const known = 'name, about, parent, scheme, offered, logo, logo_dark, icon'
  const table: readonly (readonly [toml: string, part: string | undefined, reason: ThemeReason])[] = [
    ['name = [', undefined, { code: 'not-toml' }],
    ['colour = 1', undefined, { code: 'unknown-key', key: 'colour', known }],
    ['name = ""', 'name', { code: 'must-be-line', most: 60 }],
    ['about = 1', 'about', { code: 'must-be-line', most: 200 }],
    ['parent = "../x"', 'parent', { code: 'must-be-name' }],
    ['scheme = "neon"', 'scheme', { code: 'must-be-scheme' }],
    ['offered = "no"', 'offered', { code: 'must-be-truth' }],
    ['icon = "icon.svg"', 'icon', { code: 'must-be-file' }],
  ]
  for (const [toml, part, reason] of table) {
    const problems = await problemsOf({ 'theme.toml': `\n${toml}` })
    expectReasons(problems, reason)
    assert.deepEqual(problems, [{ file: 'theme.toml', line: 2, ...(part === undefined ? {} : { part }), reason }])
  }
})

test('what is wrong with parents', async () => {
  const heir = (parent: string, name?: string): Promise<string> => folder({ 'theme.css': '', 'theme.toml': `parent = "${parent}"` }, name)
  await folder({ 'theme.css': 'p {}' }, 'broken')
  for (const [name, parent] of [['orphan', 'gone'], ['heir', 'broken'], ['one', 'two'], ['two', 'one']] as const) await heir(parent, name)
  await folder({ 'theme.css': '' }, 'd1')
  for (let n = 2; n <= 7; n++) await heir(`d${n - 1}`, `d${n}`)
  await heir('orphan', 'grandchild-of-none')
  await heir('heir', 'grandchild-of-broken')
  const all = new Map((await new ThemeCatalogue([root]).all()).map((each) => ['theme' in each ? each.theme.name : each.name, 'problems' in each ? each.problems : []]))
  const table: readonly (readonly [name: string, reason: ThemeReason])[] = [
    ['orphan', { code: 'parent-missing', parent: 'gone' }],
    ['heir', { code: 'parent-refused', parent: 'broken' }],
    ['grandchild-of-none', { code: 'ancestor-missing', parent: 'orphan', ancestor: 'gone' }],
    ['grandchild-of-broken', { code: 'ancestor-refused', parent: 'heir', ancestor: 'broken' }],
    ['one', { code: 'parent-circle', parent: 'two' }],
    ['d7', { code: 'too-many-parents', parent: 'd6', most: 4 }],
  ]
  for (const [name, reason] of table) expectReasons(all.get(name) ?? [], reason)
})

test('what is wrong in theme.css', async () => {
  const table: readonly (readonly [css: string, ...reasons: readonly ThemeReason[]])[] = [
    [' '.repeat(65_537), { code: 'no-text-file', most: 65_536 }],
    ['<!-- -->', { code: 'needless-characters' }],
    ['('.repeat(30), { code: 'too-deep' }],
    [':root{}'.repeat(51), { code: 'too-many-rules', most: 50 }],
    [';', { code: 'not-css' }, { code: 'not-rule' }],
    [':root { --accent }', { code: 'not-css' }, { code: 'not-property' }],
    [':root { & {} }', { code: 'not-property' }],
    ['@import "x";', { code: 'at-rule', rule: 'import' }],
    ['@media tv { :root { --accent: red } }', { code: 'media-query' }],
    ['@media print { @media print {} }', { code: 'media-content' }],
    ['body { --accent: red }', { code: 'selector', selector: 'body' }],
    [':root:has(p) { --accent: red }', { code: 'strange-selector' }],
    [':root { color: red }', { code: 'unknown-property', property: 'color' }],
    [':root { --ä: red }', { code: 'strange-property' }],
    [':root { --mark: var(--mark) }', { code: 'circular', property: '--mark' }],
  ]
  for (const [css, ...reasons] of table) expectReasons(await problemsOf({ 'theme.css': css }), ...reasons)
})

test('what is wrong with a value stands at its custom property', async () => {
  const table: readonly (readonly [token: string, value: string, reason: ThemeReason])[] = [
    ['--font', `"${'a'.repeat(500)}"`, { code: 'value-length', most: 500 }],
    ['--text', 'red !important', { code: 'important' }],
    ['--text', '1rem', { code: 'must-be-color' }],
    ['--shadow', '1s', { code: 'must-be-shadow' }],
    ['--radius', 'red', { code: 'must-be-length' }],
    ['--line', '1rem', { code: 'must-be-number' }],
    ['--fast', '1rem', { code: 'must-be-time' }],
    ['--weight-strong', 'heavy', { code: 'must-be-weight' }],
    ['--font', '1rem', { code: 'must-be-font' }],
    ['--sign-in-picture', 'cat', { code: 'must-be-picture' }],
    ['--sign-in-place', 'top', { code: 'must-be-place' }],
    ['--text', 'calc(1)', { code: 'function-for-color', function: 'calc' }],
    ['--shadow', 'blur(1px)', { code: 'function-for-shadow', function: 'blur' }],
    ['--radius', 'rgb(1 2 3)', { code: 'function-for-length', function: 'rgb' }],
    ['--line', 'sin(1)', { code: 'function-for-number', function: 'sin' }],
    ['--fast', 'sin(1)', { code: 'function-for-time', function: 'sin' }],
    ['--weight-strong', 'calc(600)', { code: 'function-for-weight', function: 'calc' }],
    ['--font', 'local("x")', { code: 'function-for-font', function: 'local' }],
    ['--sign-in-picture', 'conic-gradient(red)', { code: 'function-for-picture', function: 'conic-gradient' }],
    ['--sign-in-place', 'calc(1)', { code: 'function-for-place', function: 'calc' }],
    ['--text', 'url(x)', { code: 'url' }],
    ['--text', 'light-dark(red)', { code: 'light-dark' }],
    ['--radius', 'calc(var(--bar) + var(--bar) + var(--bar) + var(--bar) + var(--bar))', { code: 'too-many-references', most: 4 }],
    ['--text', 'var(--text-muted, red)', { code: 'reference' }],
    ['--radius', '900px', { code: 'size', value: '900px', least: 0, most: 6 }],
    ['--line', '9', { code: 'number', value: 9, least: 0.8, most: 4 }],
    ['--fast', '9s', { code: 'value', value: '9s' }],
  ]
  for (const [token, value, reason] of table) {
    const problems = await problemsOf({ 'theme.css': `\n:root { ${token}: ${value} }` })
    expectReasons(problems, reason)
    assert.deepEqual(problems, [{ file: 'theme.css', line: 2, part: token, reason }])
  }
})

test('what is wrong with what is typed stands at its field', () => {
  const values = { light: FALLBACKS, dark: FALLBACKS }
  const parent = { names: ['base'], values, hasSchemeRules: false }
  const table: readonly (readonly [typed: TypedTheme, field: string, reason: ThemeReason])[] = [
    [{ name: '-x' }, 'name', { code: 'theme-name' }],
    [{ name: 'base' }, 'name', { code: 'own-parent' }],
    [{ '--radius': '1rem;' }, '--radius', { code: 'strange-character' }],
    [{ notice: 'x'.repeat(16_385) }, 'notice', { code: 'too-many-characters', most: 16_384 }],
    [{ '--mark.dark': 'var(--mark)' }, '--mark.light', { code: 'circular', property: '--mark' }],
    [{ about: 'x'.repeat(201) }, 'about', { code: 'must-be-line', most: 200 }],
    // Each is short enough by itself.
    [{ '--accent.light': longColor('red'), '--accent.dark': longColor('blue') }, '--accent.light', { code: 'value-length', most: 500 }],
  ]
  for (const [typed, field, reason] of table) {
    const { problems } = editTheme({ name: 'mine', title: 'Mine', ...typed }, parent, values)
    expectReasons(problems, reason)
    assert.deepEqual(problems, [{ field, reason }])
  }
  expectReasons(editTheme({ name: 'mine', title: 'Mine', parent: 'nobody' }, undefined, values).problems, { code: 'unknown-theme' })
})

test('there is no reason that nothing is refused for', () => {
  assert.deepEqual(Object.keys(THEME_REASONS).filter((code) => !reached.has(code)), [])
})
