import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { ReadLimits, ReadResult } from '../read-result.ts'
import { escapeDn, fromDn, normalDn } from './entry.ts'
import { readLdif } from './read-ldif.ts'
import { writeEntry } from './write-ldif.ts'

async function read(text: string | Uint8Array, limits?: ReadLimits): Promise<ReadResult[]> {
  return collected(readLdif(streamed(Buffer.from(text), 100), limits))
}

function told(results: readonly ReadResult[]): string[] {
  return results.map((result) => `${result.line} ${result.card ? `read${result.remarks.map(({ line, problem }) => `, ${line} ${problem}`).join('')}` : result.problem}`)
}

test('what is no entry to add is told', async () => {
  const text = ['version: 1', '', 'dn: cn=A', 'changetype: add', 'cn: A', '', '# only', '#  a comment', '', 'dn: cn=B', 'changetype: delete', '', 'cn: nobody', '', 'dn: cn=C', 'objectclass: top', '', 'dn:: ####', 'cn: D', '', 'garbage', '', 'dn: cn=E', 'cn;lang-de: E', 'no colon', 'mail:: ####', 'description:< http://example.test/', ' /folded', '-'].join('\n')
  assert.deepEqual(told(await read(text)), ['3 read', '10 change-record', '13 outside', '15 empty', '18 outside', '21 unreadable', '23 read, 25 unreadable, 26 broken-base64, 27 remote, 29 unreadable'])
})

test('an entry over the limit is told and the next one read', async () => {
  const limits = { recordOctets: 200, properties: 10 }
  assert.deepEqual(told(await read(`dn: cn=A\ncn: A\ndescription: ${'x'.repeat(300)}\n\ndn: cn=B\ncn: B\n`, limits)), ['1 too-large', '5 read'])
  assert.deepEqual(told(await read(`dn: cn=A\n${'cn: A\n'.repeat(20)}\ndn: cn=B\ncn: B`, limits)), ['1 too-large', '23 read'])
})

test('an attribute that comes twice makes two properties, a name that comes twice one', async () => {
  const [result] = await read('dn: cn=A\ncn: A\ndisplayName: A\nmail: a@example.test\nmail: b@example.test\nhomePhone: 1\nhomePhone: 2\nstreet: x\nl: y\nunknownThing: z\n')
  assert.deepEqual(result?.card?.properties.filter(({ name }) => name !== 'uid').map(({ name, values }) => [name, values[0]]), [['fn', 'A'], ['email', 'a@example.test'], ['email', 'b@example.test'], ['tel', '1'], ['tel', '2'], ['adr', ['', '', 'x', 'y', '', '', '']], ['x-column', 'z']])
})

test('octets that are no text become a key or are told, and passwords are left out', async () => {
  const [result] = await read('dn: cn=A\ncn: A\nuserCertificate;binary:: AAEC\nuserSMIMECertificate:: AAEC\nuserPassword: secret\n')
  assert.deepEqual(result?.card?.properties.filter(({ name }) => name !== 'uid').map(({ name, values }) => [name, values[0]]), [['fn', 'A'], ['key', 'data:application/pkix-cert;base64,AAEC']])
  assert.deepEqual(told(result ? [result] : []), ['1 read, 4 unreadable'])
})

test('distinguished names are compared without case and blanks, and their values unescaped', () => {
  assert.equal(normalDn(' CN = Ada ,  Mail=A@x.test'), 'cn=ada,mail=a@x.test')
  assert.deepEqual([fromDn('cn=Ada\\, Q.,mail=a@x.test', 'cn'), fromDn('cn=J\\C3\\B6rg', 'cn'), fromDn('cn=A+mail=b@x.test', 'mail'), fromDn('cn=mail=x', 'mail'), fromDn('', 'cn')], ['Ada, Q.', 'Jörg', 'b@x.test', '', ''])
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(',', '+', '=', '\\', '"', '#', 'a', 'ü', '<', ';') }), (text) => fromDn(`cn=${escapeDn(text)},mail=x`, 'cn') === text))
})

test('no value can end its line', () => {
  const text = writeEntry({ properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['a\n\ndn: cn=evil\ncn: evil'] }, { name: 'uid', parameters: {}, type: 'uri', values: ['x\ndn: y'] }, { name: 'note', parameters: {}, type: 'text', values: [': x'] }, { name: 'title', parameters: {}, type: 'text', values: [' x'] }] })
  for (const line of text.split('\r\n')) assert.match(line, /^(?:[a-zA-Z]+: [\x21-\x7f].*|[a-zA-Z]+:: [A-Za-z0-9+/=]+| .+|)$/)
  assert.equal(text.match(/^dn/gm)?.length, 1)
})

test('whatever octets, each entry is read or told once', async () => {
  const piece = fc.constantFrom('dn: cn=A\n', 'dn:: QQ==\n', 'cn: A\n', '\n', ' folded\n', '# c\n', 'objectclass: groupOfNames\n', 'member: cn=A\n', 'jpegPhoto:: ////\n', '\xff\n', 'cn: \0\n', 'mail:\n', 'changetype: modify\n', '\r')
  await fc.assert(fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 30 }), async (pieces, size) => {
    const text = pieces.join('')
    const results = await collected(readLdif(streamed(Buffer.from(text, 'latin1'), size)))
    const lines = text.split(/\r\n|\r|\n/)
    // Unfolded, without comments; an empty line ends an entry.
    let records = 0
    let open = false
    let held: string | undefined
    const close = (line: string | undefined) => {
      if (line === undefined || line.startsWith('#')) return
      if (line !== '' && !open) records += 1
      open = line !== ''
    }
    for (const line of lines) {
      if (line.startsWith(' ') && held !== undefined && held !== '') continue
      close(held)
      held = line
    }
    close(held)
    assert.equal(results.length, records, JSON.stringify(text))
  }))
})
