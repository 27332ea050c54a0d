import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sanitizeMailHtml } from '../sanitize.ts'
import { linkDoubt } from './link-doubt.ts'

const HOLD = { remoteContent: false, rewrite: () => undefined }

test('a link that names another place than it leads to is doubted', () => {
  const table: [text: string, target: string, leads: string | undefined][] = [
    ['https://bank.test/login', 'https://evil.test/', 'evil.test'],
    ['www.bank.com', 'https://evil.test/x', 'evil.test'],
    ['bank.com', 'https://evil.test:8443/x', 'evil.test:8443'],
    ['Go to https://bank.com now', 'https://evil.test/', 'evil.test'],
    ['b\u200bank.com', 'https://evil.test/', 'evil.test'],
    ['bank.com', 'https://www.bank.com/x', undefined],
    ['https://shop.bank.com', 'https://click.bank.com/1', undefined],
    ['https://shop.one.co.uk', 'https://two.co.uk/', 'two.co.uk'],
    ['Click here', 'https://evil.test/', undefined],
    ['Node.js', 'https://nodejs.org/', undefined],
    ['readme.md', 'https://git.test/readme.md', undefined],
    ['https://user@bank.com', 'https://evil.test', 'evil.test'],
    ['Log in', 'https://bank.com@evil.test/', 'evil.test'],
    ['Log in', 'https://evil.test/@bank.com', undefined],
    ['help@bank.com', 'mailto:help@evil.test?subject=x', 'help@evil.test'],
    ['help@bank.com', 'mailto:Help@bank.com', undefined],
    ['help@bank.com', 'https://bank.com/', undefined],
    ['bücher.de', 'https://xn--bcher-kva.de/', undefined],
  ]
  for (const [text, target, leads] of table) assert.equal(linkDoubt(text, target)?.leads, leads, `${text} ${target}`)
})

test('a name with letters that look like others is doubted, one in a language of its own is not', () => {
  const table: [target: string, kind: string | undefined][] = [
    ['https://аррӏе.com/', 'lookalike'],
    ['https://pаypal.com/', 'lookalike'],
    ['https://gıthub.com/', 'lookalike'],
    ['https://bücher.de/', undefined],
    ['https://пример.рф/', undefined],
    ['https://παράδειγμα.test/', undefined],
    ['https://例え.jp/', undefined],
    ['https://apple.com/', undefined],
  ]
  for (const [target, kind] of table) assert.equal(linkDoubt('Log in', target)?.kind, kind, target)
})

test('the document shows where each link leads, and names what is doubted', () => {
  const { html, doubtfulLinks } = sanitizeMailHtml('<p title="kept"><a href="https://evil.test/x" title="bank.com">https://<b>bank</b>.com<script>x</script></a> <a href="https://fine.test/">Fine</a></p>', HOLD)
  assert.match(html, /<p title="kept"><a href="https:\/\/evil\.test\/x" target="_blank" rel="noopener noreferrer" title="https:\/\/evil\.test\/x" data-mail-leads="evil\.test">/)
  assert.match(html, /<a href="https:\/\/fine\.test\/" target="_blank" rel="noopener noreferrer" title="https:\/\/fine\.test\/">Fine/)
  assert.deepEqual(doubtfulLinks, [{ kind: 'says-other', says: 'bank.com', leads: 'evil.test' }])
  assert.equal(sanitizeMailHtml(html, HOLD).html, html)
})

test('what a message writes into our own mark counts for nothing', () => {
  assert.doesNotMatch(sanitizeMailHtml('<a href="https://a.test/" data-mail-leads="bank.com">Go</a>', HOLD).html, /data-mail-leads/)
})

test('a link that is only a picture, or a shape of a map, is judged by the words for it', () => {
  const table: [html: string, leads: string | undefined][] = [
    ['<a href="https://evil.test/x"><img src="cid:a" alt="www.bank.com"></a>', 'evil.test'],
    ['<a href="https://evil.test/x"> <b><img alt="Log in at https://bank.com"></b></a>', 'evil.test'],
    ['<a href="https://bank.com/x"><img alt="www.bank.com"></a>', undefined],
    ['<a href="https://evil.test/x"><img alt="bank.com">Click here</a>', undefined],
    ['<a href="https://p\u0430ypal.com/"><img alt="Log in"></a>', 'xn--pypal-4ve.com'],
    ['<map name="m"><area href="https://evil.test/x" shape="rect" coords="0,0,9,9" alt="bank.com"></map>', 'evil.test'],
  ]
  for (const [mail, leads] of table) {
    const { html, doubtfulLinks } = sanitizeMailHtml(mail, HOLD)
    assert.equal(doubtfulLinks[0]?.leads, leads, mail)
    assert.match(html, /title="https:/, mail)
    assert.equal(sanitizeMailHtml(html, HOLD).html, html)
  }
})
