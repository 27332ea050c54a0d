import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { inEnglish, problemInEnglish } from '#lib/testing/reasons/in-english.ts'
import { checkThemeCss } from './check-css.ts'
import { readTheme } from './read-theme.ts'
import { ThemeCatalogue } from './theme-catalogue.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
let scratch = ''
before(async () => (scratch = await mkdtemp(path.join(tmpdir(), 'postern-themes-'))))
after(() => rm(scratch, { recursive: true }))

async function theme(root: string, name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = path.join(root, name)
  await mkdir(folder, { recursive: true })
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(folder, file), content)
  return folder
}

/** The head of a PNG of that size, which is all that is looked at. */
function png(width: number, height: number): Buffer {
  const octets = Buffer.alloc(64)
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(octets)
  octets.writeUInt32BE(width, 16)
  octets.writeUInt32BE(height, 20)
  return octets
}

const reasons = (css: string): string => {
  const checked = checkThemeCss(css)
  return 'problems' in checked ? checked.problems.map(problemInEnglish).join('\n') : ''
}

test('a style is written anew from what was understood, above the built-in values', () => {
  const checked = checkThemeCss(`/* mine */ :root { --accent: light-dark(#123456, rgb(1 2 3)); --font: 'A b', serif }\n@media (prefers-color-scheme: dark) { :root[data-density="compact"] { --bar: calc(1rem + 2px) } }`)
  assert.deepEqual(checked, {
    css: `:root:root{--accent:light-dark(#123456,rgb(1 2 3));--font:"A b",serif}@media (prefers-color-scheme:dark){:root:root[data-density='compact']{--bar:calc(1rem + 2px)}}`,
  })
})

test('what could reach elsewhere, hide something or is no theme’s business is refused, with its line and reason', () => {
  const table: readonly [css: string, reason: RegExp][] = [
    ['@import "https://evil.test/x.css";', /1: @import/],
    ['\n:root { --accent: url(https://evil.test/x) }', /2: --accent: url\(\) is not used/],
    [':root { --accent: image-set("https://evil.test/x" 1x) }', /image-set\(\)/],
    [':root { --accent: \\75rl(https://evil.test) }', /backslash|url/],
    [':root { background: red }', /1: background is no custom property/],
    [':root { --not-ours: 1px }', /--not-ours is no custom property/],
    ['body { display: none }', /the selector body is not used/],
    [':root, body { --accent: red }', /selector/],
    [':root:has(input[value^="a"]) { --accent: red }', /selector/],
    ['@font-face { font-family: x; src: url(x) }', /@font-face/],
    ['@supports (display: grid) { :root { --accent: red } }', /@supports/],
    ['@media screen and (width: 1px) { :root { --accent: red } }', /@media/],
    [':root { --accent: red !important }', /!important/],
    [':root { --accent: ' + 'a'.repeat(600) + ' }', /1 to 500 characters/],
    [':root { --accent: }', /characters|valid/],
    [':root { --accent: red;', /^$/],
    ['}', /valid CSS|understood/],
    ['x'.repeat(70_000), /more than 65536 characters/],
    [':root{' + '--accent:('.repeat(2000), /./],
    ['{'.repeat(20_000), /./],
    ['</style><script>alert(1)</script>', /./],
  ]
  for (const [css, reason] of table) assert.match(reasons(css), reason, css.slice(0, 80))
})

test('every theme that is shipped is one', async () => {
  const catalogue = new ThemeCatalogue([path.join(ROOT, 'public/themes')])
  const all = await catalogue.all()
  assert.deepEqual(all.map((each) => ('theme' in each ? each.theme.name : each.problems)), ['classic', 'high-contrast', 'postern', 'text-first'])
})

test('a hostile folder is a report', async () => {
  const root = path.join(scratch, 'hostile')
  const secret = path.join(scratch, 'secret.css')
  await writeFile(secret, ':root { --accent: red }')
  const of = async (name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> => {
    const checked = await readTheme(await theme(root, name, files), name)
    return 'problems' in checked ? checked.problems.map(problemInEnglish).join('\n') : 'fine'
  }
  assert.match(await of('empty', {}), /theme.css: it is missing/)
  assert.match(await of('giant', { 'theme.css': Buffer.alloc(70_000, 32) }), /at most 65536 octets/)
  assert.match(await of('octets', { 'theme.css': Buffer.from([0xff, 0xfe, 0x00]) }), /not UTF-8/)
  assert.match(await of('toml', { 'theme.css': '', 'theme.toml': 'name = [' }), /not valid TOML/)
  assert.match(await of('keys', { 'theme.css': '', 'theme.toml': 'script = "x.js"\nlogo = "../../secret.png"\nparent = "../x"' }), /line 1: there is no key "script"[^]*line 2: logo: must be[^]*line 3: parent: must be/)
  assert.match(await of('no-logo', { 'theme.css': '', 'theme.toml': 'logo = "logo.png"' }), /picture is missing/)
  assert.match(await of('svg', { 'theme.css': '', 'theme.toml': 'logo = "logo.svg"', 'logo.svg': '<svg onload="x"/>' }), /logo: must be a PNG/)
  const linked = await theme(root, 'linked', {})
  await symlink(secret, path.join(linked, 'theme.css'))
  assert.match(await of('linked', {}), /theme.css: it is a link/)
  await mkdir(path.join(root, 'directory', 'theme.css'), { recursive: true })
  assert.match(await of('directory', {}), /theme.css: it is missing/)
  assert.deepEqual(await readTheme(path.join(root, '..x'), '..x'), { name: '..x', problems: [{ file: '', reason: { code: 'folder-name' } }] })
})

test('parents come first, a circle or a missing one is no theme', async () => {
  const root = path.join(scratch, 'family')
  await theme(root, 'mother', { 'theme.css': ':root { --accent: red; --link: blue }' })
  await theme(root, 'child', { 'theme.css': ':root { --accent: green }', 'theme.toml': 'name = "Child"\nparent = "mother"', 'notice.md': '*Hello*' })
  await theme(root, 'one', { 'theme.css': '', 'theme.toml': 'parent = "two"' })
  await theme(root, 'two', { 'theme.css': '', 'theme.toml': 'parent = "one"' })
  await theme(root, 'orphan', { 'theme.css': '', 'theme.toml': 'parent = "nobody"' })
  const catalogue = new ThemeCatalogue([root])
  const child = await catalogue.find('child')
  assert.equal(child?.wholeCss, ':root:root{--accent:red;--link:blue}\n:root:root{--accent:green}')
  assert.deepEqual([child.title, child.slots.notice], ['Child', '*Hello*'])
  for (const name of ['one', 'two', 'orphan', 'nobody', '../family', '']) assert.equal(await catalogue.find(name), undefined, name)
})

test('a folder that changes is another theme a second later, and a broken one is none', async () => {
  let now = 0
  const root = path.join(scratch, 'live')
  const folder = await theme(root, 'mine', { 'theme.css': ':root { --accent: red }' })
  const catalogue = new ThemeCatalogue([path.join(scratch, 'nowhere'), root], () => now)
  const first = await catalogue.find('mine')
  await writeFile(path.join(folder, 'theme.css'), ':root { --accent: green }')
  await utimes(path.join(folder, 'theme.css'), 1, 1)
  assert.equal((await catalogue.find('mine'))?.hash, first?.hash)
  now += 1000
  const second = await catalogue.find('mine')
  assert.notEqual(second?.hash, first?.hash)
  assert.match(second?.wholeCss ?? '', /green/)
  await writeFile(path.join(folder, 'theme.css'), 'body { display: none }')
  now += 1000
  assert.equal(await catalogue.find('mine'), undefined)
  assert.equal((await catalogue.all()).length, 1)
})

test('a picture comes by the name that the theme gives, and no other file does', async () => {
  const root = path.join(scratch, 'pictures')
  await theme(root, 'mine', { 'theme.css': '', 'theme.toml': 'logo = "logo.png"', 'logo.png': png(40, 20), 'other.png': Buffer.from('x'), 'secret.txt': 'x' })
  const catalogue = new ThemeCatalogue([root])
  assert.deepEqual(await catalogue.picture('mine', 'logo.png'), { content: png(40, 20), type: 'image/png' })
  for (const file of ['other.png', 'secret.txt', '../mine/logo.png', 'theme.toml']) assert.equal(await catalogue.picture('mine', file), undefined)
})

test('pictures are what they say and no larger than a screen; a link or a name of odd letters is told', async () => {
  const root = path.join(scratch, 'more')
  const of = async (name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string> => {
    const checked = await readTheme(await theme(root, name, { 'theme.css': '', ...files }), name)
    return 'problems' in checked ? checked.problems.map(problemInEnglish).join('\n') : 'fine'
  }
  const logo = 'logo = "logo.png"'
  assert.equal(await of('good', { 'theme.toml': logo, 'logo.png': png(2560, 2560), 'README.md': 'not ours', 'help-link.txt': 'Ask us\nhttps://example.org/help\n' }), 'fine')
  assert.match(await of('bomb', { 'theme.toml': logo, 'logo.png': png(60_000, 60_000) }), /logo.png: a side of the picture/)
  assert.match(await of('none', { 'theme.toml': logo, 'logo.png': png(0, 1) }), /logo.png: a side of the picture/)
  assert.match(await of('script', { 'theme.toml': logo, 'logo.png': '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>' }), /logo.png: it is no PNG/)
  assert.match(await of('large', { 'theme.toml': logo, 'logo.png': Buffer.concat([png(1, 1), Buffer.alloc(600_000)]) }), /logo.png: the picture is missing/)
  assert.match(await of('line', { 'theme.toml': 'name = "a"\n\nscheme = "neon"' }), /theme.toml, line 3: scheme: must be "both"/)
  assert.match(await of('help', { 'help-link.txt': 'Ask\njavascript:alert(1)' }), /help-link.txt: it must hold two lines/)
  await symlink('/etc/passwd', path.join(await theme(root, 'odd', {}), 'x\u001b[2Jy'))
  assert.match(await of('odd', {}), /x\?\[2Jy: it is a link/)
  assert.match(await of('many', Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`f${at}.txt`, '']))), /more than 50 files/)
  await symlink(path.join(root, 'good'), path.join(root, 'alias'))
  const alias = await readTheme(path.join(root, 'alias'), 'alias')
  assert.deepEqual('problems' in alias && alias.problems.map(problemInEnglish), ['it is no folder, or a link to one'])
})

test('a logo becomes a rule of its own, parents give what a theme does not', async () => {
  const root = path.join(scratch, 'brand')
  await theme(root, 'mother', { 'theme.css': '', 'theme.toml': 'logo = "m.png"\nicon = "m.png"', 'm.png': png(30, 10), 'notice.md': 'Of the mother', 'sign-in-footer.md': 'Foot', 'links.txt': '\nTides and moon | https://pier.test/a|b\r\nAsk us|mailto:ask@pier.test\n' })
  await theme(root, 'child', { 'theme.css': '', 'theme.toml': 'parent = "mother"\nlogo = "c.png"\nlogo_dark = "d.png"', 'c.png': png(10, 10), 'd.png': png(10, 10), 'notice.md': 'Of the child' })
  const child = await new ThemeCatalogue([root]).find('child')
  assert.match(child?.wholeCss ?? '', /url\("\.\.\/mother\/m\.png\?v=[\w-]{16}"\)[^]*url\("c\.png\?v=[^]*prefers-color-scheme:dark[^]*url\("d\.png/)
  assert.match(child?.wholeCss ?? '', /--logo-ratio:3\.000/)
  assert.deepEqual(child?.slots, { notice: 'Of the child', 'sign-in-footer': 'Foot' })
  assert.deepEqual(child?.links, [{ title: 'Tides and moon', url: 'https://pier.test/a|b' }, { title: 'Ask us', url: 'mailto:ask@pier.test' }])
  assert.deepEqual(child?.icon, { theme: 'mother', file: 'm.png' })
})

test('what is no theme by its name, is a link, or has no right parents is told with its reason', async () => {
  const root = path.join(scratch, 'reasons')
  await theme(root, 'Capital', { 'theme.css': '' })
  await theme(root, 'real', { 'theme.css': '' })
  await symlink(path.join(root, 'real'), path.join(root, 'alias'))
  await theme(root, '.git', { 'theme.css': '' })
  await writeFile(path.join(root, 'README.md'), 'no theme')
  await theme(root, 'orphan', { 'theme.css': '', 'theme.toml': 'parent = "nobody"' })
  await theme(root, 'grandchild', { 'theme.css': '', 'theme.toml': 'parent = "orphan"' })
  await theme(root, 'one', { 'theme.css': '', 'theme.toml': 'parent = "two"' })
  await theme(root, 'two', { 'theme.css': '', 'theme.toml': 'parent = "one"' })
  await theme(root, 'broken', { 'theme.css': 'p {}' })
  await theme(root, 'heir', { 'theme.css': '', 'theme.toml': 'parent = "broken"' })
  for (let n = 1; n <= 7; n++) await theme(root, `d${n}`, { 'theme.css': '', ...(n > 1 ? { 'theme.toml': `parent = "d${n - 1}"` } : {}) })
  const told: string[] = []
  const catalogue = new ThemeCatalogue([root], () => 0, (folder, problems) => told.push(`${path.basename(folder)}: ${problems.map(({ reason }) => inEnglish(reason)).join('; ')}`))
  const names = (await catalogue.all()).map((each) => ('theme' in each ? each.theme.name : `not ${each.name}`))
  assert.deepEqual(names.toSorted(), ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'not Capital', 'not alias', 'not broken', 'not d7', 'not grandchild', 'not heir', 'not one', 'not orphan', 'not two', 'real'].toSorted())
  const all = told.join('\n')
  for (const said of [/^Capital: the name of its folder/m, /^alias: it is no folder, or a link/m, /^orphan: its parent theme "nobody" is not there/m, /^grandchild: its parent theme "orphan" is based on "nobody", which is not there/m, /^one: .*circle/m, /^heir: its parent theme "broken" is refused itself/m, /^d7: .*more than 4 parents itself/m]) assert.match(all, said)
  assert.equal((await catalogue.find('d6'))?.name, 'd6')
})

test('a value that leads in a circle is told', async () => {
  const root = path.join(scratch, 'circles')
  for (const [name, css] of [['self', '--text: var(--text)'], ['pair', '--text: var(--link); --link: var(--text)']] as const) {
    const checked = await readTheme(await theme(root, name, { 'theme.css': `:root { ${css} }` }), name)
    assert.match('problems' in checked ? checked.problems.map(problemInEnglish).join() : '', /--text refers to itself/, name)
  }
})

test('links that are made into none are told', async () => {
  const root = path.join(scratch, 'links')
  const of = async (name: string, text: string): Promise<string> => {
    const checked = await readTheme(await theme(root, name, { 'theme.css': '', 'notice.md': text }), name)
    return 'problems' in checked ? checked.problems.map(problemInEnglish).join('\n') : 'fine'
  }
  assert.equal(await of('good', '[a](https://example.org/) [b](/help) [c](mailto:a@b.example) <https://example.org> 1 < 2 > 1 a[1](2)'.replace(' a[1](2)', '')), 'fine')
  for (const [at, bad] of ['[a](javascript:alert(1))', '[a]( data:text/html,x)', '<javascript:alert(1)>', '[a](//evil.test)', '[a][b]\n\n[b]: vbscript:x', '![i](x.png)'].entries()) assert.match(await of(`bad${at}`, bad), /^notice.md: a link leads to/, bad)
})

test('a refused folder is told once for each change', async () => {
  let now = 0
  const root = path.join(scratch, 'told')
  const folder = await theme(root, 'bad', { 'theme.css': 'body { display: none }' })
  const told: string[] = []
  const catalogue = new ThemeCatalogue([root], () => now, (which, problems) => told.push(`${path.relative(root, which)} ${problems.length}`))
  for (; now < 5000; now += 1000) await catalogue.all()
  assert.deepEqual(told, ['bad 2'])
  await writeFile(path.join(folder, 'theme.css'), 'body { display: none } p { color: red }')
  await catalogue.all()
  assert.deepEqual(told, ['bad 2', 'bad 4'])
})

test('a value that is none, or that leaves nothing of a screen to see, is refused', () => {
  const reasons = (css: string): string => {
    const checked = checkThemeCss(`:root{${css}}`)
    return 'problems' in checked ? checked.problems.map(({ reason }) => inEnglish(reason)).join('; ') : 'fine'
  }
  for (const good of ['--text:red', '--text:hsl(0 0% 10%)', '--text:oklch(0.3 0.1 200)', '--text:color-mix(in oklab, var(--accent) 30%, white)', '--text:light-dark(#111, var(--link))', '--text:rgb(1 2 3 / 50%)', '--tracking:-0.02em', '--shadow:inset 0 -2px 4px red', '--space-1:0', '--measure:calc(2 * 20rem)', '--sign-in-picture:linear-gradient(to right, red, var(--accent))', '--font-size:110%', '--line:1.4', '--weight-strong:700', '--fast:0ms']) assert.equal(reasons(good), 'fine', good)
  for (const bad of ['--text:bluue', '--text:rgb(1,2)', '--text:rgb(+ + , / *)', '--text:calc(1)', '--text:inset', '--space-1:99999999rem', '--bar:-5rem', '--line:-3', '--line:10000', '--weight-medium:6000', '--space-1:calc(6rem * 100)', '--font-size:4000%', '--fast:90s', '--sign-in-width:5000px', '--text:color-mix(in oklab, var(--nothing) 30%, white)', '--shadow:0 0 900px red']) assert.match(reasons(bad), /must be|no sensible|var\(\) names/, bad)
})
