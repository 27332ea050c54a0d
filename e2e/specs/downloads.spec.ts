import { createHash } from 'node:crypto'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { peakMemory, residentMemory } from '../support/probes/resident-memory.ts'
import { appendTo, SiteClient } from '../support/site-client.ts'
import { personOf } from '../support/site.ts'
import { startSite, type RunningSite } from '../support/start-site.ts'
import { expect, test } from '../support/test.ts'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const MEBIBYTE = 1024 * 1024
/** CHARTER promise 5: whatever the size of the part. */
const GROWTH_LIMIT = 32 * MEBIBYTE
const LARGE = 200 * MEBIBYTE
const SMALL = 24 * MEBIBYTE

/** Octets of one line of 76 base64 characters. */
const LINE_OCTETS = 57
const LINES = 8192
const BLOCK = Buffer.from(Array.from({ length: LINES * LINE_OCTETS }, (_, at) => (at * 31 + (at >> 8)) % 256))
const ENCODED_BLOCK = Buffer.from(BLOCK.toString('base64').replace(/.{76}/g, '$&\r\n'))

const HEAD = 'From: carol@example.test\r\nTo: alice@example.test\r\nSubject: Large parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nTwo files.\r\n'
const TAIL = '--b--\r\n'

function partHead(name: string): string {
  return `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n`
}

function blocks(octets: number): number {
  return Math.ceil(octets / BLOCK.length)
}

async function* largeMessage(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(HEAD + partHead('small.bin'))
  for (let at = 0; at < blocks(SMALL); at += 1) yield ENCODED_BLOCK
  yield Buffer.from(partHead('large.bin'))
  for (let at = 0; at < blocks(LARGE); at += 1) yield ENCODED_BLOCK
  yield Buffer.from(TAIL)
}

const MESSAGE_SIZE = HEAD.length + TAIL.length + partHead('small.bin').length + partHead('large.bin').length + (blocks(SMALL) + blocks(LARGE)) * ENCODED_BLOCK.length

let running: RunningSite | undefined
let alice: SiteClient
let ref: MessageRef

test.beforeAll(async () => {
  test.setTimeout(240_000) // a build may come first
  // A site of its own: what others do at the same time is not to be measured.
  running = await startSite({ env: { POSTERN_LIMITS_MESSAGE_SIZE: '400M' } })
  const { site } = running
  ref = await appendTo(site, personOf(site, 'alice'), 'INBOX', { size: MESSAGE_SIZE, content: largeMessage, flags: [] })
  alice = await SiteClient.signIn(site, personOf(site, 'alice'))
})

test.afterAll(() => running?.close())

/** Reads a part to its end, as fast as it comes. */
async function download(section: string, octets: number): Promise<void> {
  const answer = await alice.ask(alice.urls.api.part(ref, section, 'download'))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="(small|large)\.bin"$/)
  const hash = createHash('sha256')
  for await (const chunk of answer.body ?? []) hash.update(chunk as Uint8Array)
  expect(hash.digest('hex')).toBe(expected(octets))
}

function expected(octets: number): string {
  const hash = createHash('sha256')
  for (let at = 0; at < blocks(octets); at += 1) hash.update(BLOCK)
  return hash.digest('hex')
}

test('a part of 200 MB downloads whole, and the web process grows by less than 32 MB', async () => {
  const web = running?.site.pids.web ?? 0
  // What every download costs once: code that is compiled, buffers that are kept.
  for (let time = 0; time < 4; time += 1) await download('2', SMALL)
  const before = residentMemory(web)
  const peak = await peakMemory(web, () => download('3', LARGE))
  expect((peak - before) / MEBIBYTE).toBeLessThan(GROWTH_LIMIT / MEBIBYTE)
})

test('a browser that does not read holds the server back instead of filling its memory', async () => {
  const web = running?.site.pids.web ?? 0
  const before = residentMemory(web)
  const answer = await alice.ask(alice.urls.api.part(ref, '3', 'download'))
  const reader = answer.body?.getReader()
  await reader?.read()
  const peak = await peakMemory(web, () => new Promise((resolve) => setTimeout(resolve, 1500)))
  await reader?.cancel()
  expect((peak - before) / MEBIBYTE).toBeLessThan(GROWTH_LIMIT / MEBIBYTE)
  // The one who walked away harms nobody: the next page comes.
  expect((await alice.ask(alice.urls.message(ref))).status).toBe(200)
})

test('opening that message to read it is quick work for the web process too', async () => {
  const web = running?.site.pids.web ?? 0
  const before = residentMemory(web)
  const peak = await peakMemory(web, async () => {
    const page = await alice.ask(alice.urls.message(ref, { open: '1' }))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Two files.')
  })
  expect((peak - before) / MEBIBYTE).toBeLessThan(GROWTH_LIMIT / MEBIBYTE)
})
