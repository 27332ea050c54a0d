import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { COMMANDS } from '#lib/cli/commands/index.ts'
import { ROOT } from '#lib/cli/root.ts'
import { ConfigProblem } from '#lib/config/config-problem.ts'
import { RENAMED } from '#lib/config/deprecated/old-names.ts'
import { KEY_NAMES, KEYS } from '#lib/config/keys.ts'
import { fileVariableOf } from '#lib/config/secret-files.ts'
import { loadConfigWithOrigins } from '#lib/config/load.ts'
import { HELP_TOPICS, SETTINGS_HELP } from '#lib/mail/sites/help-topics.ts'
import { settings } from '#lib/i18n/english/preference-words.ts'
import { readHeadings, readTargets } from '#components/help/read-markdown.ts'
import { TOPICS } from '#lib/mail/preferences/definition.ts'
import { PREFERENCE_NAMES } from '#lib/mail/preferences/schema.ts'
import { mistakeInEnglish } from '../reasons/in-english.ts'
import { ADDRESSES, ENGLISH, ENGLISH_FILES } from './manual-files.ts'

const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

describe('the manual', () => {
  it('has every file in its contents, and none twice', () => {
    assert.deepEqual(ENGLISH.map(({ group, slug }) => `${group}/${slug}.md`).sort(), ENGLISH_FILES.toSorted())
    assert.equal(new Set(ENGLISH.map(({ slug }) => slug)).size, ENGLISH.length)
  })

  for (const { slug, markdown } of ENGLISH) {
    it(`${slug}: begins with its title, and leads only to what is there`, () => {
      const headings = readHeadings(markdown)
      assert.deepEqual(headings.map(({ depth }) => depth === 1), headings.map((_, at) => at === 0), 'one title, at the top')
      for (const [at, { depth }] of headings.entries()) assert.ok(depth <= (headings[at - 1]?.depth ?? 0) + 1, `"${headings[at]?.title}" leaves a level out`)
      for (const { anchor } of headings) assert.ok(!['content', 'help-search'].includes(anchor), `${anchor} is a name of the page itself`)
      for (const { href, isPicture } of readTargets(markdown)) {
        if (/^(https?:|mailto:)/.test(href)) continue
        assert.ok(!isPicture, `${href}: the help serves no pictures`)
        assert.ok(ADDRESSES.has(href.startsWith('#') ? slug + href : href), `${slug} leads to ${href}, which is not there`)
      }
    })
  }

  it('names only configuration keys, variables and commands that there are', () => {
    const rooms = new Set(KEY_NAMES.map((name) => name.split('.')[0]).filter((room) => room !== 'preferences'))
    const variables = new Set([...Object.values(KEYS).map(({ env }) => env), ...KEY_NAMES.flatMap((name) => fileVariableOf(name) ?? []), ...RENAMED.map(({ old }) => old.env), 'POSTERN_CONFIG'])
    const names: readonly string[] = [...KEY_NAMES, ...PREFERENCE_NAMES, ...RENAMED.map(({ old }) => old.name)]
    for (const { slug, markdown } of ENGLISH) {
      for (const [, name = ''] of markdown.matchAll(/`([a-z]+\.[a-z_]+)`/g)) {
        if (rooms.has(name.split('.')[0] ?? '') && !/\.(md|toml|css|txt|sqlite|pem|log)$/.test(name)) assert.ok(names.includes(name), `${slug} names the key ${name}`)
      }
      for (const [name] of markdown.matchAll(/\bPOSTERN_[A-Z_]+\b/g)) assert.ok(variables.has(name), `${slug} names the variable ${name}`)
      for (const [, command = ''] of markdown.matchAll(/(?:postern -- |postern\.mjs )([a-z]+)/g)) assert.ok(Object.hasOwn(COMMANDS, command), `${slug} names the command ${command}`)
    }
  })

  it('shows only configurations that can be used', () => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-manual-'))
    try {
      for (const { slug, markdown } of ENGLISH) {
        let before = ''
        for (const [, toml = ''] of markdown.matchAll(/^```toml\n([^]*?)^```/gm)) {
          // Alone, or behind what the page has shown before.
          const found = [toml, before + toml].map((text) => {
            writeFileSync(join(directory, 'postern.toml'), text)
            return problemsOf(directory)
          })
          assert.ok(found.some((problems) => problems.length === 0), `${slug}: ${found[0]?.join('; ')}\n${toml}`)
          before += toml
        }
      }
    } finally {
      rmSync(directory, { recursive: true })
    }
  })

  it('says of every key that a site may have that it may', () => {
    const page = ENGLISH.find(({ slug }) => slug === 'sites')?.markdown ?? ''
    for (const name of KEY_NAMES) {
      if (!('ofSite' in KEYS[name])) continue
      assert.ok(page.includes(`\`${name}\``) || page.includes(`\`${name.split('.')[0]}.*\``), `sites.md says nothing of ${name}`)
    }
  })
})

describe('links to the manual', () => {
  it('lead to a page and section that are there', () => {
    for (const target of [...Object.values(HELP_TOPICS), ...Object.values(SETTINGS_HELP)]) assert.ok(ADDRESSES.has(target), target)
  })

  it('lead from each page of the settings to the section of the same name', () => {
    const markdown = ENGLISH.find(({ slug }) => slug === 'settings')?.markdown ?? ''
    for (const topic of TOPICS) assert.equal(readHeadings(markdown).find(({ anchor }) => `settings#${anchor}` === SETTINGS_HELP[topic])?.title, settings.topics[topic])
  })
})

describe('every page beside the mail', () => {
  it('has the link to its help, or is the help', () => {
    const files = readdirSync(join(ROOT, 'app'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.tsx') && !path.startsWith('help/'))
    for (const file of files) {
      for (const [tag] of readFileSync(join(ROOT, 'app', file), 'utf8').matchAll(/<PlainPage\b[^]*?\n/g)) assert.match(tag, / help=\{/, file)
    }
  })
})

describe('the README', () => {
  it('names only files and folders that are there', () => {
    for (const [, path = ''] of README.matchAll(/`((?:lib|app|components|e2e)\/[a-z0-9/.-]+)`/g)) assert.ok(existsSync(join(ROOT, path)), `README names ${path}`)
  })

  it('leads only to files and headings that are there', () => {
    const own = new Set(readHeadings(README).map(({ anchor }) => `#${anchor}`))
    for (const { href } of readTargets(README)) {
      if (/^(https?:|mailto:)/.test(href)) continue
      const [file = '', anchor] = href.split('#')
      if (file === '') assert.ok(own.has(href), href)
      else {
        assert.ok(existsSync(join(ROOT, file)), `README leads to ${file}`)
        if (anchor !== undefined) assert.ok(readHeadings(readFileSync(join(ROOT, dirname(file), file), 'utf8')).some((heading) => heading.anchor === anchor), href)
      }
    }
  })
})

/** What is wrong with a configuration, but for files that are on another machine. */
function problemsOf(directory: string): readonly string[] {
  try {
    loadConfigWithOrigins({ env: {}, directory })
    return []
  } catch (error) {
    if (!(error instanceof ConfigProblem)) throw error
    return error.problems.filter(({ reason }) => reason.code !== 'file-unreadable').map(mistakeInEnglish)
  }
}
