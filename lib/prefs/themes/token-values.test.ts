import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FALLBACKS } from '#lib/mail/themes/tokens.ts'
import { checkThemeCss } from './check-css.ts'
import { tokenValues } from './token-values.ts'

test('what a theme says in each scheme, and what it leaves to the built-in look', () => {
  const checked = checkThemeCss(`
    :root { --accent: #111111; --link: light-dark(rgb(1 2 3), #fff); --font: 'A b', serif }
    @media (prefers-color-scheme: dark) { :root { --accent: #222222 } :root[data-density=compact] { --accent: #333333 } }
    @media print { :root { --accent: #444444 } }
    :root[data-scheme=dark], :root[data-density=compact] { --flag: #555555 }
    :root[data-density=compact] { --bar: 1rem }
    :root { --text: #666666 }`)
  assert.ok('css' in checked)
  const logo = `:root:root .logo{--logo-drawing:none;background-image:url("logo.png?v=x")}`
  const [light, dark] = [tokenValues(checked.css + logo, 'light'), tokenValues(checked.css + logo, 'dark')]
  assert.deepEqual(light, { ...FALLBACKS, '--accent': '#111111', '--link': 'light-dark(rgb(1 2 3),#fff)', '--font': '"A b",serif', '--text': '#666666' })
  assert.deepEqual(dark, { ...light, '--accent': '#222222', '--flag': '#555555' })
})

test('of several rules the later one counts, as in a browser', () => {
  assert.equal(tokenValues(':root:root{--accent:#111}\n:root:root{--accent:#222}', 'light')['--accent'], '#222')
})
