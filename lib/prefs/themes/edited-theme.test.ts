import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { FALLBACKS, TOKENS } from '#lib/mail/themes/tokens.ts'
import { TYPED_FIELDS, typeValues, type TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import { inEnglish } from '#lib/testing/reasons/in-english.ts'
import { editTheme, zipFolder, type Ancestry } from './edited-theme.ts'
import { ThemeCatalogue } from './theme-catalogue.ts'
import { tokenValues } from './token-values.ts'

const SHIPPED = path.resolve(import.meta.dirname, '../../../public/themes')
const BUILT_IN = { light: FALLBACKS, dark: FALLBACKS }
let scratch = ''
before(async () => (scratch = await mkdtemp(path.join(tmpdir(), 'postern-edited-'))))
after(() => rm(scratch, { recursive: true }))

async function ancestry(name: string, folder = SHIPPED): Promise<Ancestry> {
  const theme = await new ThemeCatalogue([folder]).find(name)
  assert.ok(theme)
  return { names: [name], values: { light: tokenValues(theme.wholeCss, 'light'), dark: tokenValues(theme.wholeCss, 'dark') }, hasSchemeRules: theme.wholeCss.includes('[data-scheme=') }
}

/** Unpacks what was made into a directory of themes and reads it as any other. */
async function unpacked(name: string, files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(path.join(scratch, 'themes-'))
  for (const [file, content] of Object.entries(unzipSync(zipFolder(name, files)))) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true })
    await writeFile(path.join(root, file), content)
  }
  const catalogue = new ThemeCatalogue([SHIPPED, root])
  return { theme: await catalogue.find(name), all: await catalogue.all() }
}

const start = (parent: Ancestry, more: TypedTheme = {}): TypedTheme => ({ name: 'mine', title: 'Mine', parent: parent.names[0] ?? '', scheme: 'both', ...typeValues(parent.values), ...more })

for (const name of ['classic', 'high-contrast', 'postern', 'text-first']) {
  test(`beginning with ${name} and changing nothing gives a folder that says nothing new`, async () => {
    const parent = await ancestry(name)
    const { files, problems } = editTheme(start(parent), parent, BUILT_IN)
    assert.deepEqual(problems, [])
    assert.deepEqual(files, { 'theme.css': ':root {\n}\n', 'theme.toml': `name = "Mine"\nparent = "${name}"\n` })
    assert.equal((await unpacked('mine', files)).theme?.parent, name)
  })
}

test('what was changed is in the folder, and it looks as it was typed', async () => {
  const parent = await ancestry('classic')
  const typed = start(parent, { title: 'A "fine"\\ theme', about: 'Blue', scheme: 'light', '--accent.light': '#123456', '--radius': ' calc(1rem +  2px) ', '--font': `'My Font', serif`, notice: '*Hello*\r\nall' })
  const { files, problems, values } = editTheme(typed, parent, BUILT_IN)
  assert.deepEqual(problems, [])
  assert.equal(files['theme.css'], `:root {\n  --accent: light-dark(#123456, #8db9f2);\n  --font: "My Font",serif;\n  --radius: calc(1rem + 2px);\n}\n`)
  const { theme } = await unpacked('mine', files)
  assert.ok(theme)
  assert.deepEqual([theme.title, theme.about, theme.parent, theme.scheme, theme.slots.notice], ['A "fine"\\ theme', 'Blue', 'classic', 'light', '*Hello*\nall'])
  assert.equal(values['--radius'], 'calc(1rem + 2px)')
  assert.equal(tokenValues(theme.wholeCss, 'light')['--accent'], 'light-dark(#123456,#8db9f2)')
})

test('without a parent the folder holds what differs from the built-in values', async () => {
  const { files, problems } = editTheme({ ...start(await ancestry('classic')), parent: '' }, undefined, BUILT_IN)
  assert.deepEqual(problems, [])
  const { theme } = await unpacked('mine', files)
  assert.equal(theme?.parent, undefined)
  assert.equal(tokenValues(theme?.wholeCss ?? '', 'dark')['--radius'], '0')
  assert.ok(!files['theme.css']?.includes('--paper'))
})

test('what a folder would be refused for is refused, at its field', async () => {
  const parent = await ancestry('classic')
  const table: readonly [field: string, value: string, reason: RegExp][] = [
    ['--accent.light', 'url(https://evil.test/x)', /url\(\) is not used/],
    ['--accent.dark', 'red; background: red', /a character that no value has/],
    ['--accent.dark', 'red } body { display: none', /a character/],
    ['--accent.light', 'red /* ', /a character/],
    ['--accent.light', 'red !important', /a character/],
    ['--accent.light', '12px', /must be a colour/],
    ['--radius', '#fff', /must be a length/],
    ['--radius', 'calc(1rem + 2px', /not valid CSS/],
    ['--radius', '1rem 2rem', /must be a length/],
    ['--font', 'a'.repeat(600), /characters|must be names of fonts/],
    ['--accent.light', 'var(--nobody)', /var\(\) names one custom property/],
    ['name', '../x', /small letters/],
    ['name', 'classic', /cannot be based on itself/],
    ['title', 'x'.repeat(61), /at most 60/],
    ['title', 'a\nb', /at most 60|TOML/],
    ['scheme', 'neon', /must be "both"/],
    ['notice', 'x'.repeat(20_000), /more than 16384/],
  ]
  for (const [field, value, reason] of table) {
    const { problems } = editTheme(start(parent, { [field]: value }), parent, BUILT_IN)
    assert.deepEqual(problems.map((each) => each.field), [field], `${field}: ${value.slice(0, 40)} ${JSON.stringify(problems)}`)
    assert.match(problems[0] ? inEnglish(problems[0].reason) : '', reason)
  }
  assert.deepEqual(editTheme(start(parent, { parent: 'nobody' }), undefined, BUILT_IN).problems.map(({ field }) => field), ['parent'])
})

test('whatever is typed: what has no problem is a folder that is accepted', async () => {
  const parent = await ancestry('postern')
  const piece = fc.oneof(fc.constantFrom('#fff', 'red', 'rgb(', ')', '(', "'", '"', 'var(--accent)', 'var(--', '1rem', ',', '/', '*', ' ', '<', '}', 'url(x)', 'light-dark(', '\\', '\n'), fc.string({ maxLength: 6 }))
  const value = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(''))
  const fields = fc.dictionary(fc.constantFrom(...TYPED_FIELDS.filter((field) => !['name', 'parent'].includes(field))), value, { maxKeys: 4 })
  await fc.assert(
    fc.asyncProperty(fields, async (typed) => {
      const { files, problems } = editTheme(start(parent, typed), parent, BUILT_IN)
      if (problems.length > 0) return
      const { theme, all } = await unpacked('mine', files)
      assert.ok(theme, JSON.stringify([typed, files, all.filter((each) => 'problems' in each)]))
    }),
    { numRuns: 300 },
  )
})

test('the editor has a field for every token', () => {
  for (const token of Object.keys(TOKENS)) assert.ok(TYPED_FIELDS.includes(token) || TYPED_FIELDS.includes(`${token}.dark`), token)
})

test('what is edited holds in both schemes, also where the parent has rules for a chosen one', async () => {
  const root = await mkdtemp(path.join(scratch, 'parents-'))
  await mkdir(path.join(root, 'dusk'))
  await writeFile(path.join(root, 'dusk/theme.css'), ':root { --accent: #0000aa } :root[data-scheme="dark"] { --accent: #ff0000 }')
  const parent = await ancestry('dusk', root)
  const { files, problems } = editTheme({ name: 'dawn', title: 'Dawn', parent: 'dusk', ...typeValues(parent.values), '--accent.light': '#00ff00', '--accent.dark': '#00ff00' }, parent, BUILT_IN)
  assert.deepEqual(problems, [])
  await mkdir(path.join(root, 'dawn'))
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(root, 'dawn', file), content)
  const dawn = await new ThemeCatalogue([root]).find('dawn')
  const last = /\[data-scheme='dark'\][^{]*\{([^}]*)\}[^{}]*$/.exec(dawn?.wholeCss ?? '')?.[1]
  assert.match(last ?? '', /--accent:#00ff00|--accent:light-dark\(#00ff00,#00ff00\)/, 'the last word for a chosen scheme is its own')
})
