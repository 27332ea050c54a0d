import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ESLint } from 'eslint'
import { ROOT } from '#lib/cli/root.ts'

const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: 'lib/testing/eslint.config.js' })

async function rulesBroken(path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: path })
  return result?.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`) ?? []
}

const BANNED: readonly (readonly [name: string, path: string, code: string, rule: RegExp])[] = [
  ['markup from text', 'components/a.tsx', 'export const A = ({ html }: { html: string }) => <p dangerouslySetInnerHTML={{ __html: html }} />\n', /restricted.*markup/],
  ['innerHTML', 'components/a.ts', "export const a = (node: Element) => { node.innerHTML = 'x' }\n", /restricted.*nodes/],
  ['insertAdjacentHTML', 'components/a.ts', "export const a = (node: Element) => node.insertAdjacentHTML('beforeend', 'x')\n", /restricted.*nodes/],
  ['eval', 'lib/mime/a.ts', "export const a = () => eval('1')\n", /^no-eval/],
  ['new Function', 'lib/mime/a.ts', "export const a = () => new Function('return 1')\n", /^no-new-func/],
  ['values inside SQL', 'lib/storage/a.ts', 'export const a = (db: { prepare(sql: string): void }, id: string) => db.prepare(`SELECT ${id}`)\n', /restricted.*parameters/],
  ['console in a server', 'lib/imap/a.ts', 'export const a = () => console.log(1)\n', /^no-console/],
  ['a default export in lib', 'lib/imap/a.ts', 'export default function list() {}\n', /restricted.*by its name/],
  ['a default export in components', 'components/a.tsx', 'export default function A() { return null }\n', /restricted.*by its name/],
  ['a literal link', 'components/a.tsx', 'export const A = () => <a href="/sign-in">In</a>\n', /restricted.*urls\.ts/],
  ['a literal link in an expression', 'components/a.tsx', 'export const A = ({ id }: { id: string }) => <form action={`/api/${id}`} />\n', /restricted.*urls\.ts/],
  ['a literal fetch', 'components/a.ts', "export const a = () => fetch('/api/session')\n", /restricted.*urls\.ts/],
  ['a literal redirect', 'app/a.ts', "import { redirect } from 'next/navigation'\nexport const a = () => redirect('/sign-in')\n", /restricted.*urls\.ts/],
  ['five parameters', 'lib/mime/a.ts', 'export const a = (b: 1, c: 1, d: 1, e: 1, f: 1) => [b, c, d, e, f]\n', /^max-params/],
  ['a catch that says nothing', 'lib/mime/a.ts', 'export const a = (b: () => void) => { try { b() } catch {} }\n', /^no-empty/],
]

describe('lint', () => {
  for (const [name, path, code, rule] of BANNED) {
    it(`refuses ${name}`, async () => {
      const broken = await rulesBroken(path, code)
      assert.ok(broken.some((each) => rule.test(each)), broken.join('\n') || 'nothing was refused')
    })
  }

  it('lets pages export by default, and the command line print', async () => {
    assert.deepEqual(await rulesBroken('app/a/page.tsx', 'export default function Page() { return null }\n'), [])
    assert.deepEqual(await rulesBroken('lib/cli/a.ts', 'export const a = () => console.log(1)\n'), [])
    assert.deepEqual(await rulesBroken('lib/storage/a.ts', 'export const a = (db: { prepare(sql: string): void }) => db.prepare(`SELECT 1`)\n'), [])
  })
})
