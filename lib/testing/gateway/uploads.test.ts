import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import type { Composition } from '#lib/mail/composition.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { ALICE } from './site.ts'

interface Answer {
  readonly id: string
  readonly received: number
  readonly composition?: Composition
  readonly usableSize?: number
}

describe('uploads in pieces', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))

  const send = (url: string, offset: number, piece: string, headers: Readonly<Record<string, string>> = {}) => desk.browser.ask(url, { method: 'POST', octets: piece, headers: { 'X-Postern': '1', 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset), ...headers } })

  test('by the routes: announced, sent, asked for, gone on with and attached', async () => {
    const { id } = await desk.begin()
    const uploads = `/api/compositions/${id}/uploads`
    const begun = await desk.post<Answer>(uploads, { name: 'notes.txt', mediaType: 'text/plain', size: 6, modified: 1 })
    const url = `${uploads}/${begun.id}`
    const sum = createHash('sha256').update('abc').digest('base64')
    assert.deepEqual(await (await send(url, 0, 'abc', { 'Upload-Checksum': `sha256 ${sum}` })).json(), { id: begun.id, received: 3 })
    assert.equal((await send(url, 0, 'abc')).status, 409)
    assert.equal((await send(url, 3, 'def', { 'Upload-Checksum': `sha256 ${sum}` })).status, 400)
    assert.equal((await send(url, 3, 'def', { 'Upload-Checksum': 'md5 x' })).status, 400)
    assert.equal((await desk.get<Answer>(url)).received, 3)
    const whole = (await (await send(url, 3, 'def')).json()) as Answer
    assert.deepEqual([whole.received, whole.composition?.attachments.map(({ name, size }) => [name, size])], [6, [['notes.txt', 6]]])
    assert.ok((whole.usableSize ?? 0) > 0)
    assert.equal((await desk.browser.ask(url, { headers: { Accept: 'application/json' } })).status, 404)
  })

  test('a session that ends between two pieces costs none of them: signed in again, the same file goes on where it was', async () => {
    const { id } = await desk.begin()
    const uploads = `/api/compositions/${id}/uploads`
    const file = { name: 'long.txt', mediaType: 'text/plain', size: 6, modified: 1 }
    const url = `${uploads}/${(await desk.post<Answer>(uploads, file)).id}`
    await send(url, 0, 'abc')
    desk.browser.cookie = ''
    const refused = await send(url, 3, 'def', { Accept: 'application/json' })
    assert.deepEqual([refused.status, ((await refused.json()) as { failure: string }).failure], [401, 'not-signed-in'])
    const again = await desk.browser.ask('/api/session', { json: ALICE, headers: { Accept: 'application/json' } })
    assert.deepEqual([again.status, again.headers.getSetCookie().length], [200, 1])
    assert.equal((await desk.post<Answer>(uploads, file)).received, 3)
    const whole = (await (await send(url, 3, 'def')).json()) as Answer
    assert.deepEqual(whole.composition?.attachments.map(({ name, size }) => [name, size]), [['long.txt', 6]])
  })

  test('a piece needs the header that no other site can send; one that is given up is gone; what is too large is refused at once', async () => {
    const { id } = await desk.begin()
    const uploads = `/api/compositions/${id}/uploads`
    const begun = await desk.post<Answer>(uploads, { name: 'notes.txt', mediaType: 'text/plain', size: 6 })
    const forged = await desk.browser.ask(`${uploads}/${begun.id}`, { method: 'POST', octets: 'abc', headers: { 'Upload-Offset': '0', Accept: 'application/json' } })
    assert.equal(forged.status, 403)
    assert.equal((await send(`${uploads}/${begun.id}`, 0, '', { 'Upload-Cancel': '1' })).status, 204)
    assert.equal((await send(`${uploads}/${begun.id}`, 0, 'abc')).status, 404)
    const huge = await desk.browser.ask(uploads, { json: { name: 'huge.bin', mediaType: '', size: 10 ** 12 } })
    assert.equal(huge.status, 413)
    assert.match(((await huge.json()) as { sentence: string }).sentence, /huge\.bin.*MB more/)
  })

  test('the form without scripts: text of a file goes below what was typed, and what is no text costs nothing', async () => {
    const begun = await desk.begin()
    const url = `/api/compositions/${begun.id}`
    const press = async (revision: number, file: File): Promise<Composition> => {
      const upload = new FormData()
      // The button stands behind the files, as on the page.
      for (const [name, value] of Object.entries({ to: 'bob@example.test', subject: 'Notes', body: 'Dear Bob,', format: 'text', revision: String(revision) })) upload.append(name, value)
      upload.append('files', file)
      upload.append('intent', 'insert-text')
      const response = await desk.browser.ask(url, { upload })
      assert.deepEqual([response.status, new URL(response.headers.get('location') ?? '', 'http://127.0.0.1').pathname], [303, `/compose/${begun.id}`])
      return (await desk.get<{ composition: Composition }>(url)).composition
    }
    const refused = await press(begun.revision, new File(['PK\0'], 'packed.zip'))
    assert.deepEqual([refused.body, refused.attachments], ['Dear Bob,', []])
    const inserted = await press(refused.revision, new File(['over\r\nthe sea\r\n'], 'notes.txt', { type: 'text/plain' }))
    assert.deepEqual([inserted.body, inserted.attachments], ['Dear Bob,\nover\nthe sea\n', []])
  })
})
