import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { checkStructure } from './check-structure.ts'

const MANIFEST = JSON.stringify({ dependencies: { imapflow: '2.1.2', react: '19.3.1' }, devDependencies: { 'fast-check': '4.10.2' } })

/** Spelt apart, or this file would be a finding itself. */
const READS = ['process', 'env'].join('.')

const SOUND: Readonly<Record<string, string>> = {
  'package.json': MANIFEST,
  'package-lock.json': '{}',
  'README.md': '#',
  LICENSE: 'MIT',
  'CHANGELOG.md': '#',
  'SECURITY.md': '#',
  'lib/mail/uid.ts': 'export type Uid = number\n',
  'lib/imap/connect.ts': "import { ImapFlow } from 'imapflow'\nimport type { Uid } from '#lib/mail/uid.ts'\nexport const connect = (uid: Uid) => [ImapFlow, uid]\n",
  'lib/imap/operations/list.ts': "import { connect } from '../connect.ts'\nexport const list = connect\n",
  'lib/imap/connect.test.ts': "import fc from 'fast-check'\nimport { fake } from '#lib/testing/fake.ts'\nimport { connect } from './connect.ts'\nfc.assert(connect, fake)\n",
  'lib/testing/fake.ts': 'export const fake = 1\n',
  'lib/config/environment.ts': `export const environment = () => ${READS}\n`,
  'lib/imap-server/protocol/reader.ts': 'export const reader = 1\n',
  'lib/imap-server/commands/index.ts': "export { store } from './store.ts'\n",
  'lib/imap-server/commands/store.ts': `import { reader } from '../protocol/reader.ts'\nexport const store = reader // ${READS} is not read here\n`,
  'app/base.css': ':root { --text: #000; }\n',
  'components/sound.module.css': ".a { --own: 1; color: var(--text); font-size: 0.9em; opacity: var(--own); padding: 2px 0; white-space: nowrap; } /* #fff */\n",
  'app/page.tsx': "import { list } from '#lib/imap/operations/list.ts'\nimport { useState } from 'react'\nexport default () => [list, useState]\n",
}

/** The findings of a sound tree with these files put over it (undefined: taken away). */
function findingsWith(changes: Readonly<Record<string, string | undefined>>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'postern-structure-'))
  try {
    for (const [path, text] of Object.entries({ ...SOUND, ...changes })) {
      if (text === undefined) continue
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return checkStructure(root).findings.map(({ path, line, problem }) => `${path}${line === undefined ? '' : `:${line}`}: ${problem}`)
  } finally {
    rmSync(root, { recursive: true })
  }
}

const lines = (count: number): string => 'export {}\n'.repeat(count)
const VIOLATIONS: readonly (readonly [name: string, changes: Readonly<Record<string, string | undefined>>, finding: string])[] = [
  ['a colour in a component', { 'components/a.module.css': '.a {\n  color: #fff;\n}\n' }, 'components/a.module.css:2: no component names a colour: it comes from a custom property of base.css'],
  ['a colour by its name', { 'components/a.module.css': '.a { border-color: Red; }\n' }, 'components/a.module.css:1: no component names a colour: it comes from a custom property of base.css'],
  ['a colour by its figures', { 'components/a.module.css': '.a { box-shadow: 0 0 2px rgb(0 0 0 / 50%); }\n' }, 'components/a.module.css:1: no component names a colour: it comes from a custom property of base.css'],
  ['a size of its own', { 'components/a.module.css': '.a { font-size: 14px; }\n' }, 'components/a.module.css:1: a size of letters comes from a custom property of base.css'],
  ['a corner of its own', { 'components/a.module.css': '.a { border-radius: 4px; }\n' }, 'components/a.module.css:1: a corner comes from a custom property of base.css'],
  ['a space of its own', { 'components/a.module.css': '.a { padding: 0 1.5rem; }\n' }, 'components/a.module.css:1: a space comes from a custom property of base.css'],
  ['a custom property of nobody', { 'components/a.module.css': '.a { color: var(--nowhere); }\n' }, 'components/a.module.css:1: --nowhere is declared neither in base.css nor by the component'],
  ['a room above', { 'lib/mail/a.ts': "\nimport { connect } from '#lib/imap/connect.ts'\nexport const a = connect\n" }, 'lib/mail/a.ts:2: lib/mail may not import lib/imap'],
  ['a type of a room above', { 'lib/mail/a.ts': "import type { connect } from '#lib/imap/connect.ts'\nexport type A = typeof connect\n" }, 'lib/mail/a.ts:1: lib/mail may not import lib/imap'],
  ['a relative path across rooms', { 'lib/smtp/a.ts': "import { connect } from '../imap/connect.ts'\nexport const a = connect\n" }, 'lib/smtp/a.ts:1: lib/smtp may not import lib/imap'],
  ['a dynamic import', { 'lib/smtp/a.ts': "export const a = () => import('#lib/imap/connect.ts')\n" }, 'lib/smtp/a.ts:1: lib/smtp may not import lib/imap'],
  ['a re-export', { 'lib/smtp/a.ts': "export { connect } from '#lib/imap/connect.ts'\nexport const a = 1\n" }, 'lib/smtp/a.ts:1: lib/smtp may not import lib/imap'],
  ['the part of a room that is not open', { 'app/page.tsx': "import { connect } from '#lib/imap/connect.ts'\nexport default connect\n" }, 'app/page.tsx:1: app may not import lib/imap'],
  ['a room that is in no table', { 'lib/utils/a.ts': 'export const a = 1\n' }, 'lib/utils/a.ts: is in no room of lib/cli/structure-rules.ts'],
  ['test code in a source', { 'lib/imap/a.ts': "import { fake } from '#lib/testing/fake.ts'\nexport const a = fake\n" }, 'lib/imap/a.ts:1: only tests may import lib/testing'],
  ['input or output in a pure room', { 'lib/mail/a.ts': "import { readFile } from 'node:fs/promises'\nexport const a = readFile\n" }, 'lib/mail/a.ts:1: lib/mail runs anywhere, and imports node:fs/promises'],
  ['an inner part above', { 'lib/imap-server/protocol/a.ts': "import { store } from '../commands/store.ts'\nexport const a = store\n" }, 'lib/imap-server/protocol/a.ts:1: inside lib/imap-server, protocol may not import commands'],
  ['an inner part without a row', { 'lib/imap-server/misc/a.ts': "import { reader } from '../protocol/reader.ts'\nexport const a = reader\n" }, 'lib/imap-server/misc/a.ts:1: misc has no row in the inner table of lib/imap-server'],
  ['the store in the protocol', { 'lib/mail-store/a.ts': 'export const a = 1\n', 'lib/imap-server/protocol/a.ts': "import { a } from '#lib/mail-store/a.ts'\nexport const b = a\n" }, 'lib/imap-server/protocol/a.ts:1: protocol of lib/imap-server may not import lib/mail-store'],
  ['a third party away from home', { 'lib/smtp/a.ts': "import { ImapFlow } from 'imapflow'\nexport const a = ImapFlow\n" }, 'lib/smtp/a.ts:1: imapflow is at home in lib/imap only'],
  ['SQLite away from home', { 'lib/smtp/a.ts': "import { DatabaseSync } from 'node:sqlite'\nexport const a = DatabaseSync\n" }, 'lib/smtp/a.ts:1: node:sqlite is at home in lib/storage only'],
  ['a package that is not declared', { 'lib/smtp/a.ts': "import { x } from 'left-pad'\nexport const a = x\n" }, 'lib/smtp/a.ts:1: left-pad is not in package.json'],
  ['a development package in a source', { 'lib/smtp/a.ts': "import fc from 'fast-check'\nexport const a = fc\n" }, 'lib/smtp/a.ts:1: fast-check is a development dependency'],
  ['a built-in without its prefix', { 'lib/smtp/a.ts': "import fs from 'fs'\nexport const a = fs\n" }, 'lib/smtp/a.ts:1: write node:fs'],
  ['a version range', { 'package.json': MANIFEST.replace('2.1.2', '^2.1.2') }, 'package.json: imapflow has no exact version'],
  ['a package without a home', { 'package.json': MANIFEST.replace('"react"', '"lodash":"4.17.21","react"') }, 'package.json: lodash has no home in lib/cli/structure-rules.ts'],
  ['a lockfile with addresses', { 'package-lock.json': '{"resolved": "https://registry.example/x.tgz"}' }, 'package-lock.json: names download addresses: npm install --omit-lockfile-registry-resolved'],
  ['a long file', { 'lib/imap/a.ts': lines(451) }, 'lib/imap/a.ts: has 451 lines; the limit is 450'],
  ['a long component', { 'components/a.tsx': lines(251) }, 'components/a.tsx: has 251 lines; the limit is 250'],
  ['a long route', { 'app/api/session/route.ts': lines(121) }, 'app/api/session/route.ts: has 121 lines; the limit is 120'],
  ['a long test', { 'lib/imap/a.test.ts': lines(701) }, 'lib/imap/a.test.ts: has 701 lines; the limit is 700'],
  ['a full folder', Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`lib/mime/a${index}.ts`, 'export const a = 1\n'])), 'lib/mime: holds 16 source files; the limit is 15'],
  ['files that are long on the whole', Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`lib/mime/a${index}.ts`, lines(91)])), '.: half of the files have more than 91 lines; the target is 90'],
  ['a stray file at the top', { 'vitest.config.ts': '' }, 'vitest.config.ts: does not belong at the top level'],
  ['no licence', { LICENSE: undefined }, 'LICENSE: is missing'],
  ['no lockfile', { 'package-lock.json': undefined }, 'package-lock.json: is missing'],
  ['no change log', { 'CHANGELOG.md': undefined }, 'CHANGELOG.md: is missing'],
  ['no security page', { 'SECURITY.md': undefined }, 'SECURITY.md: is missing'],
  ['the environment read elsewhere', { 'lib/imap/a.ts': `// first\nexport const a = ${READS}.HOME\n` }, 'lib/imap/a.ts:2: only lib/config reads the environment'],
  ['the environment taken apart', { 'lib/imap/a.ts': `export const { env } = ${READS.split('.')[0]}\n` }, 'lib/imap/a.ts:1: only lib/config reads the environment'],
  ['an index that is no table', { 'lib/imap/index.ts': 'export const a = 1\n' }, 'lib/imap/index.ts: is a barrel file: import from where a thing is'],
  ['a barrel of another name', { 'lib/imap/all.ts': "export { connect } from './connect.ts'\n" }, 'lib/imap/all.ts: only passes on what other files export'],
  ['a second .mjs', { 'lib/cli/a.mjs': 'export const a = 1\n' }, 'lib/cli/a.mjs: lib/cli/postern.mjs is the only .mjs'],
]

describe('the structure check', () => {
  it('finds nothing in a sound tree', () => assert.deepEqual(findingsWith({}), []))
  for (const [name, changes, finding] of VIOLATIONS) it(`finds ${name}`, () => assert.ok(findingsWith(changes).includes(finding), findingsWith(changes).join('\n')))
})
