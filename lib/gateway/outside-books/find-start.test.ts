import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DavProblem } from '#lib/dav/dav-problem.ts'
import { findStart, type SrvResolver } from './find-start.ts'

const told = (srv: Readonly<Record<string, readonly [string, number, number][]>>, txt: readonly string[][] = []): SrvResolver => ({
  srv: async (name) => {
    const found = srv[name]
    if (!found) throw new Error('ENOTFOUND')
    return found.map(([host, port, priority]) => ({ name: host, port, priority }))
  },
  txt: async () => txt,
})
const NOBODY = told({})
const start = async (typed: string, resolver = NOBODY): Promise<string> => findStart(typed, resolver).then(({ href }) => href, (error: unknown) => (error instanceof DavProblem ? error.message : String(error)))

test('a web address or a host is where it is, without what else stands in it', async () => {
  assert.equal(await start('https://dav.example.org/books/?x=1#y'), 'https://dav.example.org/books/')
  assert.equal(await start(' dav.example.org '), 'https://dav.example.org/')
  assert.equal(await start('https://ann:secret@dav.example.org:8443/'), 'https://dav.example.org:8443/')
  for (const typed of ['', 'ftp://example.org/', 'a b', `https://${'x'.repeat(2000)}.example`]) assert.match(await start(typed), /^not-carddav/, typed)
})

test('an e-mail address leads to the server that its domain names, the first by its rank', async () => {
  const resolver = told({ '_carddavs._tcp.example.org': [['b.example.org', 8443, 20], ['A.example.org.', 443, 10]] }, [['pa', 'th=/dav/']])
  assert.equal(await start('ann@example.org', resolver), 'https://a.example.org/dav/')
  assert.equal(await start('ann@example.org'), 'https://example.org/', 'a domain that names none')
  assert.equal(await start('ann@example.org', told({ '_carddavs._tcp.example.org': [['.', 0, 0]] })), 'https://example.org/')
})

test('no password goes to a server of another domain before somebody has said so', async () => {
  for (const host of ['dav.example.net', 'evilexample.org', 'org']) assert.equal(await start('ann@example.org', told({ '_carddavs._tcp.example.org': [[host, 443, 0]] })), `moved: https://${host}`)
})
