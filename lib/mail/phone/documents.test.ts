import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { below, readXml, type ReadElement } from '#lib/testing/parsing/read-xml.ts'
import { writeAppleProfile } from './apple-profile.ts'
import { writeAutoconfig } from './autoconfig.ts'
import { AUTODISCOVER_LIMIT, readAutodiscover, writeAutodiscover, writeAutodiscoverError } from './autodiscover.ts'
import { splitAddress, type DomainSettings } from './program-settings.ts'
import { element, writeDocument } from './xml.ts'

const SETTINGS: DomainSettings = {
  domain: 'example.org',
  title: 'Campus & "Friends" <mail>',
  imap: { host: 'imap.example.org', port: 993, tls: 'tls' },
  smtp: { host: 'smtp.example.org', port: 587, tls: 'starttls' },
  userName: 'address',
}
const ACCOUNT = { ...SETTINGS, address: 'jo@example.org', fullName: 'Jo <b>', user: 'jo', profileId: 'P', accountId: 'A' }

/** A plist dictionary as an object; every value by its text, `true` and `false` by their element. */
function plain(dict: ReadElement): Record<string, string | Record<string, string>[]> {
  assert.equal(dict.name, 'dict')
  const entries: [string, string | Record<string, string>[]][] = []
  for (let at = 0; at < dict.children.length; at += 2) {
    const [key, value] = [dict.children[at], dict.children[at + 1]]
    assert.ok(key && value && key.name === 'key')
    entries.push([key.text, value.name === 'array' ? value.children.map((child) => plain(child) as Record<string, string>) : ['true', 'false'].includes(value.name) ? value.name : value.text])
  }
  return Object.fromEntries(entries)
}

describe('what programs are told', () => {
  it('autoconfig: a provider with one server for each direction', () => {
    const provider = below(readXml(writeAutoconfig(SETTINGS)), 'emailProvider')
    assert.deepEqual([provider.attributes.id, below(provider, 'domain').text, below(provider, 'displayName').text], ['example.org', 'example.org', SETTINGS.title])
    const told = (name: string) => [below(provider, name).attributes.type, ...['hostname', 'port', 'socketType', 'username', 'authentication'].map((each) => below(provider, `${name}/${each}`).text)]
    assert.deepEqual(told('incomingServer'), ['imap', 'imap.example.org', '993', 'SSL', '%EMAILADDRESS%', 'password-cleartext'])
    assert.deepEqual(told('outgoingServer'), ['smtp', 'smtp.example.org', '587', 'STARTTLS', '%EMAILADDRESS%', 'password-cleartext'])
    assert.equal(below(readXml(writeAutoconfig({ ...SETTINGS, userName: 'local-part' })), 'emailProvider/incomingServer/username').text, '%EMAILLOCALPART%')
  })

  it('autodiscover: both protocols in Outlook’s schema', () => {
    const response = below(readXml(writeAutodiscover(SETTINGS, 'jo@example.org')), 'Response')
    assert.equal(response.attributes.xmlns, 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a')
    assert.deepEqual([below(response, 'Account/AccountType').text, below(response, 'Account/Action').text], ['email', 'settings'])
    const [imap, smtp] = below(response, 'Account').children.filter(({ name }) => name === 'Protocol')
    assert.ok(imap && smtp)
    const told = (protocol: ReadElement) => ['Type', 'Server', 'Port', 'LoginName', 'SSL', 'Encryption', 'AuthRequired'].map((name) => below(protocol, name).text)
    assert.deepEqual(told(imap), ['IMAP', 'imap.example.org', '993', 'jo@example.org', 'on', 'SSL', 'on'])
    assert.deepEqual(told(smtp), ['SMTP', 'smtp.example.org', '587', 'jo@example.org', 'on', 'TLS', 'on'])
    assert.match(writeAutodiscover({ ...SETTINGS, userName: 'local-part' }, 'jo@example.org'), /<LoginName>jo<\/LoginName>/)
  })

  it('autodiscover: an error has its code and the time', () => {
    const error = below(readXml(writeAutodiscoverError('unreadable', new Date('2026-01-02T03:04:05.678Z'))), 'Response/Error')
    assert.deepEqual([error.attributes.Time, below(error, 'ErrorCode').text, below(error, 'Message').text], ['03:04:05.678', '600', 'Invalid Request'])
  })

  it('Apple’s profile: one account, and no password', () => {
    const written = writeAppleProfile(ACCOUNT)
    const { PayloadContent, ...profile } = plain(below(readXml(written), 'dict'))
    assert.deepEqual([profile.PayloadType, profile.PayloadUUID, profile.PayloadVersion], ['Configuration', 'P', '1'])
    assert.ok(Array.isArray(PayloadContent) && PayloadContent.length === 1)
    const [mail = {}] = PayloadContent
    assert.equal(mail.PayloadType, 'com.apple.mail.managed')
    assert.deepEqual([mail.EmailAccountType, mail.EmailAddress, mail.EmailAccountName], ['EmailTypeIMAP', 'jo@example.org', 'Jo <b>'])
    assert.deepEqual(['HostName', 'PortNumber', 'UseSSL', 'Username'].map((key) => mail[`IncomingMailServer${key}`]), ['imap.example.org', '993', 'true', 'jo'])
    assert.deepEqual(['HostName', 'PortNumber', 'UseSSL', 'Username'].map((key) => mail[`OutgoingMailServer${key}`]), ['smtp.example.org', '587', 'true', 'jo'])
    assert.deepEqual(Object.keys(mail).filter((key) => key.includes('Password')), ['OutgoingPasswordSameAsIncomingPassword'])
  })

  it('Apple’s profile: address books beside the account, where there are any', () => {
    const payloads = (url: string) => plain(below(readXml(writeAppleProfile({ ...ACCOUNT, books: { url: new URL(url), id: 'B' } })), 'dict')).PayloadContent
    const told = (url: string) => {
      const all = payloads(url)
      assert.ok(Array.isArray(all) && all.length === 2)
      const books = all[1] ?? {}
      assert.deepEqual([books.PayloadType, books.PayloadUUID, Object.keys(books).some((key) => key.includes('Password'))], ['com.apple.carddav.account', 'B', false])
      return ['HostName', 'Port', 'UseSSL', 'PrincipalURL', 'Username'].map((key) => books[`CardDAV${key}`])
    }
    assert.deepEqual(told('https://mail.example.org/mail/dav/people/jo/'), ['mail.example.org', '443', 'true', '/mail/dav/people/jo/', 'jo'])
    assert.deepEqual(told('http://127.0.0.1:3000/dav/people/jo/'), ['127.0.0.1', '3000', 'false', '/dav/people/jo/', 'jo'])
  })

  it('no text breaks a document: what was written is read again, but for what XML cannot hold', () => {
    const anyText = fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", ']', '!', '\n', '\r', '\t', ' ', 'a', 'ü', '😀', '\0', '\uD800', '\uFFFE', '&amp;', '%') })
    fc.assert(fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
      const held = text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
      const read = readXml(writeDocument(element('a', { b: text }, element('c', {}, text))))
      assert.deepEqual([read.attributes.b, below(read, 'c').text], [held, held])
      const hostile = { ...SETTINGS, title: text, domain: text, imap: { ...SETTINGS.imap, host: text } }
      assert.equal(below(readXml(writeAutoconfig(hostile)), 'emailProvider/displayName').text, held)
      assert.equal(below(readXml(writeAutodiscover(hostile, text)), 'Response/User/DisplayName').text, held)
      assert.equal(plain(below(readXml(writeAppleProfile({ ...ACCOUNT, title: text, user: text })), 'dict')).PayloadDisplayName, `${held} (jo@example.org)`)
    }))
  })

  it('refuses a name that was not written by us', () => {
    assert.throws(() => element('a b', {}))
    assert.throws(() => element('a', { 'b="': '' }))
  })
})

describe('what Outlook asks', () => {
  const request = (address: string, schema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a') =>
    `<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request><EMailAddress>${address}</EMailAddress><AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`

  it('the address, with a prefix and entities as well', () => {
    assert.deepEqual(readAutodiscover(request('jo@Example.org')), { address: 'jo@Example.org', domain: 'example.org' })
    assert.deepEqual(readAutodiscover(request(' o&apos;neill&#64;example.org ')), { address: "o'neill@example.org", domain: 'example.org' })
    assert.deepEqual(readAutodiscover('<a:Autodiscover xmlns:a="x"><a:EMailAddress>jo@example.org</a:EMailAddress></a:Autodiscover>'), { address: 'jo@example.org', domain: 'example.org' })
  })

  it('nothing of a document with declarations, two addresses, none, or too much', () => {
    const unreadable = { error: 'unreadable' }
    const bomb = '<!DOCTYPE a [<!ENTITY b "jo"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    for (const text of ['', 'x', bomb + request('&c;@example.org'), request('&b;@example.org'), request('jo'), request('jo@'), request('a@example.org') + request('b@example.org'), request('j<b/>o@example.org'), request('jo@example.org').replace('Autodiscover', 'Other'), `${request('jo@example.org')}${' '.repeat(AUTODISCOVER_LIMIT)}`]) {
      assert.deepEqual(readAutodiscover(text), unreadable, text.slice(0, 200))
    }
    assert.deepEqual(readAutodiscover(request('jo@example.org', 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006')), { error: 'other-schema' })
  })

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string().map(request), fc.string().map((text) => request(`&#${text};@example.org`))), (text) => void readAutodiscover(text)))
    assert.equal(splitAddress('%EMAILADDRESS%'), undefined)
    fc.assert(fc.property(fc.string(), (text) => void splitAddress(text)))
  })
})
