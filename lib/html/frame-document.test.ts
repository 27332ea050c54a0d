import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OwnScheme, PageScheme } from '#lib/html/dark/own-scheme.ts'
import { frameDocument } from './frame-document.ts'

const NOTICES = { cut: '', tangled: '', doubtfulLink: () => '' }

test('a dark page turns the colours of a light mail, and leaves one that is dark by design as it is, on dark paper', () => {
  const table: [scheme: PageScheme, ownScheme: OwnScheme | undefined, turns: boolean, darkPaper: boolean][] = [
    ['light', undefined, false, false],
    ['dark', undefined, true, false],
    ['auto', undefined, true, false],
    ['dark', 'dark', false, true],
    ['auto', 'adapts', false, true],
  ]
  for (const [scheme, ownScheme, turns, darkPaper] of table) {
    const document = frameDocument({ content: '<p>Hello</p>', isCut: false, doubtfulLinks: [], scheme, ownScheme }, NOTICES)
    assert.deepEqual([document.includes('invert('), document.includes('#17191c')], [turns, darkPaper], `${scheme} ${ownScheme}`)
    assert.equal(document.includes('prefers-color-scheme:dark'), scheme === 'auto')
  }
})
