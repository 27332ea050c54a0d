import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAuthentication } from '../trust/authentication-results.ts'
import { readList } from './list-view.ts'

type Header = readonly (readonly [name: string, value: string])[]
const read = (header: Header, trusted: readonly string[] = []) => {
  const headers = header.map(([name, value]) => ({ name, value }))
  return readList(headers, readAuthentication(headers, trusted))
}
const ONE_CLICK: Header = [['List-Unsubscribe', '<mailto:leave@shop.test?subject=out>, <https://shop.test/u?id=1>'], ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']]
const proven = (domain: string): Header => [['Authentication-Results', `mx.test; dkim=pass header.d=${domain}`]]
const signed = (domain: string, fields: string): Header => [['DKIM-Signature', `v=1; a=rsa-sha256; d=${domain}; h=${fields}; b=xyz`]]

test('what a list offers, in the order in which it prefers it', () => {
  const list = read([['List-Id', '"Boat owners" <boats.lists.test>'], ['List-Post', 'NO (posting not allowed)'], ['List-Help', '<https://lists.test/help> (Info), <mailto:boats-request@lists.test?subject=help>'], ['List-Owner', '<javascript:alert(1)>, <mailto:owner@lists.test>']])
  assert.deepEqual(list, {
    name: 'Boat owners',
    id: 'boats.lists.test',
    ways: [
      { command: 'help', page: 'https://lists.test/help' },
      { command: 'help', mail: { to: 'boats-request@lists.test', subject: 'help' } },
      { command: 'owner', mail: { to: 'owner@lists.test' } },
    ],
  })
  assert.equal(read([['List-Id', '<boats.lists.test>']])?.name, 'boats.lists.test')
  assert.equal(read([['Subject', 'List-Id: x']]), undefined)
})

test('one click takes the header that asks for it, https, and a signature over both where signatures were checked', () => {
  const table: [name: string, header: Header, trusted: string[], url: string | undefined][] = [
    ['nobody checked', ONE_CLICK, [], 'https://shop.test/u?id=1'],
    ['no post header', [['List-Unsubscribe', '<https://shop.test/u>']], [], undefined],
    ['another value', [['List-Unsubscribe', '<https://shop.test/u>'], ['List-Unsubscribe-Post', 'List-Unsubscribe=Two-Click']], [], undefined],
    ['twice', [...ONE_CLICK, ['List-Unsubscribe', '<https://evil.test/u>']], [], undefined],
    ['in the clear', [['List-Unsubscribe', '<http://shop.test/u>'], ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']], [], undefined],
    ['covered', [...proven('shop.test'), ...signed('shop.test', 'From:List-Unsubscribe: List-Unsubscribe-Post'), ...ONE_CLICK], ['mx.test'], 'https://shop.test/u?id=1'],
    ['only one is covered', [...proven('shop.test'), ...signed('shop.test', 'from:list-unsubscribe'), ...ONE_CLICK], ['mx.test'], undefined],
    ['covered by a signature that does not hold', [...proven('shop.test'), ...signed('other.test', 'list-unsubscribe:list-unsubscribe-post'), ...ONE_CLICK], ['mx.test'], undefined],
    ['spam', [['X-Spam-Flag', 'YES'], ...ONE_CLICK], [], undefined],
    ['not signed', [['Authentication-Results', 'mx.test; spf=pass smtp.mailfrom=shop.test'], ...ONE_CLICK], ['mx.test'], undefined],
    ['disproved', [['Authentication-Results', 'mx.test; dmarc=fail header.from=shop.test; dkim=pass header.d=shop.test'], ...signed('shop.test', 'list-unsubscribe:list-unsubscribe-post'), ...ONE_CLICK], ['mx.test'], undefined],
  ]
  for (const [name, header, trusted, url] of table) assert.equal(read(header, trusted)?.oneClick, url, name)
})

test('a link of a list sets what a message to it may be given, and nothing else', () => {
  const mailOf = (link: string): unknown => read([['List-Id', '<boats.lists.test>'], ['List-Help', `<${link}>`]])?.ways.map((way) => ('mail' in way ? way.mail : way.page))
  assert.deepEqual(mailOf('mailto:a@x.test?subject=sub%20scribe&body=on%0Aoff&bcc=eve@x.test&in-reply-to=%3Ca@x%3E&attach=/etc/passwd&From=x'), [{ to: 'a@x.test', subject: 'sub scribe', body: 'on\noff' }])
  assert.deepEqual(mailOf('MAILTO:?to=a+b@x.test&cc=100%'), [{ to: 'a+b@x.test', cc: '100%' }])
  assert.deepEqual(mailOf(`mailto:a@x.test?body=${'x'.repeat(3_000)}`), [{ to: 'a@x.test', body: 'x'.repeat(2_000) }])
  for (const none of ['mailto:nobody', 'mailto:?subject=x', 'mailto:']) assert.deepEqual(mailOf(none), [], none)
})
