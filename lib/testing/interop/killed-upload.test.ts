import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SubmissionServer } from '../fakes/submission-server.ts'
import { ORIGIN } from '../gateway/route-site.ts'
import { endServe, readyLine, spawnServe } from '../processes/serve-child.ts'
import { addSoleUser } from '../processes/sole-user.ts'
import { KilledGateway } from '../chaos/killed-gateway.ts'
import { ANN, MailRoom } from '../chaos/mail-room.ts'
import { attachmentOf } from '../chaos/writing-client.ts'

const PIECE = 1_000_000
const NAME = 'large.bin'

interface Answer {
  readonly id: string
  readonly received: number
  readonly composition?: { readonly attachments: readonly { readonly name: string; readonly size: number }[] }
}

const HEADERS = { Accept: 'application/json', Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin', 'X-Postern': '1' }

async function signIn(base: string): Promise<string> {
  const response = await fetch(`${base}/api/session`, { method: 'POST', body: new URLSearchParams(ANN), headers: HEADERS, redirect: 'manual' })
  return response.headers.getSetCookie().map((set) => set.split(';', 1)[0]).join('; ')
}

/** Begins to send a piece and is killed with the gateway, once half of it is on its way. */
function breakOff(url: string, headers: Readonly<Record<string, string>>, piece: Buffer, kill: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers: { ...headers, 'Content-Length': String(piece.length) } }, () => reject(new Error('answered before it was complete')))
    sending.on('error', () => undefined) // the gateway has gone
    sending.write(piece.subarray(0, piece.length / 2), () => void kill().then(resolve, reject))
  })
}

test('an upload goes on after the gateway was killed in the middle of it, and every octet is in the message', async () => {
  const data = await mkdtemp(join(tmpdir(), 'postern-killed-'))
  await addSoleUser(data)
  const mail = spawnServe(['mail'], data)
  mail.stderr.resume()
  const { services } = (await readyLine(mail)) as { readonly services: { readonly imap: { readonly port: number } } }
  const submissions = new SubmissionServer()
  const gateway = new KilledGateway(join(data, 'web'), services.imap.port, await submissions.listen())
  const content = attachmentOf(NAME, 2.5 * PIECE)
  try {
    await gateway.start()
    let cookie = await signIn(gateway.base)
    const ask = async <T>(path: string, { json, octets, offset = 0 }: { readonly json?: object; readonly octets?: Uint8Array<ArrayBuffer>; readonly offset?: number } = {}): Promise<T> => {
      const body = json ? { method: 'POST', body: JSON.stringify(json), type: 'application/json' } : octets ? { method: 'POST', body: octets, type: 'application/offset+octet-stream' } : { method: 'GET', type: '' }
      const response = await fetch(gateway.base + path, { ...body, headers: { ...HEADERS, Cookie: cookie, 'Content-Type': body.type, 'Upload-Offset': String(offset) } })
      assert.ok(response.ok, `${path}: ${response.status} ${await response.clone().text()}`)
      return (await response.json()) as T
    }
    const composition = `/api/compositions/${(await ask<Answer>('/api/compositions', { json: { kind: 'new' } })).id}`
    const announced = { json: { name: NAME, mediaType: 'application/octet-stream', size: content.length, modified: 1 } }
    const begun = await ask<Answer>(`${composition}/uploads`, announced)
    const upload = `${composition}/uploads/${begun.id}`
    assert.equal((await ask<Answer>(upload, { octets: content.subarray(0, PIECE) })).received, PIECE)
    await breakOff(gateway.base + upload, { ...HEADERS, Cookie: cookie, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(PIECE) }, content.subarray(PIECE, 2 * PIECE), () => gateway.kill())

    await gateway.start()
    cookie = await signIn(gateway.base)
    const { id, received } = await ask<Answer>(`${composition}/uploads`, announced)
    assert.equal(id, begun.id)
    assert.ok(received >= PIECE && received < 2 * PIECE, String(received))
    const { composition: attached } = await ask<Answer>(upload, { octets: content.subarray(received), offset: received })
    assert.deepEqual(attached?.attachments.map(({ name, size }) => [name, size]), [[NAME, content.length]])
    await ask(composition, { json: { intent: 'postpone', revision: (await ask<{ composition: { revision: number } }>(composition)).composition.revision, subject: 'killed once', body: '', to: '' } })
    const room = await MailRoom.open(services.imap.port)
    const [draft] = await room.found('Drafts', 'killed once')
    await room.close()
    assert.ok(draft?.content.replaceAll('\r\n', '').includes(content.toString('base64')))
  } finally {
    await gateway.kill()
    await submissions.close()
    await endServe(mail)
    await rm(data, { recursive: true, force: true })
  }
})
