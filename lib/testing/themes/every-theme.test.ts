import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { weakContrasts } from '#lib/mail/themes/contrast.ts'
import { FALLBACKS, TOKENS, type TokenValues } from '#lib/mail/themes/tokens.ts'
import { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'

const ROOT = join(import.meta.dirname, '../../..')
const SHIPPED = join(ROOT, 'public/themes')
const SITES = join(ROOT, 'lib/demo/sites')
const EXAMPLES = join(SITES, 'themes')

/** What a style says in every situation, above what base.css says. */
function valuesOf(css: string): TokenValues {
  const rules = [...css.matchAll(/(?<=^|\})\s*:root:root\{([^}]*)\}/g)].map(([, body = '']) => body).join(';')
  return { ...FALLBACKS, ...Object.fromEntries([...rules.matchAll(/(--[\w-]+):([^;]+)/g)].map(([, name = '', value = '']) => [name, value])) }
}

for (const folder of [SHIPPED, EXAMPLES]) {
  for (const name of readdirSync(folder)) {
    test(`${name} is safe, and every text on every surface has contrast enough`, async () => {
      const theme = await new ThemeCatalogue([SHIPPED, folder]).find(name)
      assert.ok(theme, JSON.stringify((await new ThemeCatalogue([folder]).all()).filter((each) => 'problems' in each)))
      for (const scheme of ['light', 'dark'] as const) assert.deepEqual(theme.scheme === 'both' || theme.scheme === scheme ? weakContrasts(valuesOf(theme.wholeCss), scheme) : [], [], scheme)
    })
  }
}

test('the ten example sites differ in name, logo, colours, density or shape, and sign-in text, each from each', async () => {
  const { sites, themes } = loadConfig({ file: join(SITES, 'postern.toml'), demo: true, env: {} })
  assert.equal(themes, EXAMPLES)
  const catalogue = new ThemeCatalogue([SHIPPED, EXAMPLES])
  const looks = await Promise.all(
    sites.slice(1).map(async ({ name, title, theme: themeName, signInText, defaults }) => {
      const theme = await catalogue.find(themeName)
      assert.ok(theme, name)
      const values = valuesOf(theme.wholeCss)
      const logo = createHash('sha256').update(readFileSync(join(EXAMPLES, themeName, theme.pictures.logo?.file ?? ''))).digest('hex')
      const measures = ['--row-padding', '--radius', '--text-m', '--font', '--sign-in-width', '--side'].map((token) => values[token]).join()
      return { title, signInText, logo, accent: values['--accent'] ?? '', canvas: values['--canvas'] ?? '', measures: `${String(defaults['appearance.density'])} ${measures}` }
    }),
  )
  assert.equal(looks.length, 10)
  for (const key of ['title', 'signInText', 'logo', 'accent', 'canvas', 'measures'] as const) assert.equal(new Set(looks.map((look) => look[key])).size, 10, key)
})

test('the manual lists every custom property with its kind and value', () => {
  const page = readFileSync(join(ROOT, 'app/help/pages/administrators/themes.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(--[\w-]+)` \| (\w+) \| `(.+)` \|$/gm)].map(([, name, kind, fallback]) => [name, { kind, fallback }])
  assert.deepEqual(rows, Object.entries(TOKENS).map(([name, { kind, fallback }]) => [name, { kind, fallback }]))
})
