import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { carddav, childOf, dav, nameOf } from './element.ts'
import { readXml } from './read-xml.ts'
import { document, element } from './write-xml.ts'

describe('XML that is read', () => {
  it('knows namespaces, not prefixes', () => {
    const root = readXml('<x:propfind xmlns:x="DAV:"><prop xmlns="DAV:"><y:addressbook-home-set xmlns:y="urn:ietf:params:xml:ns:carddav"/></prop></x:propfind>')
    assert.ok(root)
    assert.equal(nameOf(root), dav('propfind'))
    assert.ok(childOf(childOf(root, dav('prop')), carddav('addressbook-home-set')))
  })

  it('has its text and its plain attributes', () => {
    const root = readXml('<a b="1 &amp; 2" xml:lang="de">x<![CDATA[<y>]]>z<c/></a>')
    assert.deepEqual([root?.attributes, root?.text, root?.children.length], [{ b: '1 & 2' }, 'x<y>z', 1])
  })

  const laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
  for (const [what, hostile] of [
    ['a document type', laughs],
    ['an outside entity', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'],
    ['an entity nobody defined', '<x>&secret;</x>'],
    ['a depth without end', '<a>'.repeat(100) + '</a>'.repeat(100)],
    ['too many elements', `<a>${'<b/>'.repeat(20_001)}</a>`],
    ['a prefix nobody declared', '<d:propfind/>'],
    ['no end', '<a><b></a>'],
    ['nothing', ''],
    ['a NUL', '<a>\u0000</a>'],
    ['two roots', '<a/><b/>'],
  ]) it(`is refused for ${what}`, () => assert.equal(readXml(hostile ?? ''), undefined))
})

describe('XML that is written', () => {
  it('says again what was in it, whatever that is', () => {
    const content = 'a & b < c > "d" \r\n\t\u{1F600}'
    const written = document(element(dav('multistatus'), element(carddav('address-data'), content), element('{urn:x"&}own', 'y')))
    const root = readXml(written)
    assert.equal(childOf(root, carddav('address-data'))?.text, content)
    assert.equal(childOf(root, '{urn:x"&}own')?.text, 'y')
  })

  it('has no character that XML cannot have', () => {
    assert.equal(readXml(document(element(dav('x'), 'a\u0000\uD800\uFFFEb')))?.text, 'a\uFFFD\uFFFD\uFFFDb')
  })
})
