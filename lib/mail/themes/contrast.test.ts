import assert from 'node:assert/strict'
import { test } from 'node:test'
import { colorOf, contrastOf, hexOf, readColor, schemeSide, substitute, weakContrasts } from './contrast.ts'
import { FALLBACKS } from './tokens.ts'

test('contrast as WCAG reckons it', () => {
  const ratio = (one: string, other: string): number => {
    const [front, back] = [readColor(one), readColor(other)]
    assert.ok(front && back)
    return Math.round(contrastOf(front, back) * 100) / 100
  }
  assert.equal(ratio('#000', '#fff'), 21)
  assert.equal(ratio('white', 'rgb(255 255 255)'), 1)
  assert.equal(ratio('#777777', '#ffffff'), 4.48)
  assert.equal(ratio('#0000', '#ffffff'), 1)
  assert.equal(ratio('#00000080', '#ffffff'), ratio('rgba(0, 0, 0, 0.50196)', '#fff'))
})

test('a colour as a palette has it', () => {
  assert.deepEqual(['#abc', 'rgb(1 2 300)', '#01020380'].map((text) => hexOf(readColor(text) ?? assert.fail(text))), ['#aabbcc', '#0102ff', '#010203'])
})

test('what is not measured is undefined', () => {
  for (const text of ['oklch(50% 0.1 20)', '#12', '#12345', 'red', '', 'rgb(10% 20% 30%)']) assert.equal(readColor(text), undefined, text)
})

test('a value that points to others', () => {
  assert.equal(substitute('--a', { '--a': 'var(--b)', '--b': '#fff' }), '#fff')
  assert.equal(substitute('--a', { '--a': 'var(--b)', '--b': 'var(--a)' }), undefined)
  assert.equal(substitute('--a', { '--a': 'var(--b)' }), undefined)
  const bomb = Object.fromEntries([...'abcdefgh'].map((letter, at, all) => [`--${letter}`, at === 7 ? 'x'.repeat(100) : `var(--${all[at + 1]}) `.repeat(50)]))
  assert.equal(substitute('--a', bomb), undefined)
})

test('each scheme has its side of light-dark()', () => {
  assert.equal(schemeSide('light-dark(rgb(1, 2, 3), #fff)', 'light'), 'rgb(1, 2, 3)')
  assert.equal(schemeSide('light-dark(rgb(1, 2, 3), #fff)', 'dark'), '#fff')
  assert.equal(schemeSide('light-dark(#fff)', 'dark'), 'light-dark(#fff)')
  assert.deepEqual(colorOf('--side', FALLBACKS, 'dark'), readColor('#121415'))
})

test('the default has enough contrast, and less is found', () => {
  for (const scheme of ['light', 'dark'] as const) assert.deepEqual(weakContrasts(FALLBACKS, scheme), [])
  const weak = weakContrasts({ ...FALLBACKS, '--text-muted': '#999' }, 'light')
  assert.ok(weak.some(({ front, back }) => front === '--text-muted' && back === '--surface'))
})
