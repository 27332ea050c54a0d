import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mailbox, OctetRange, StoredMessage } from '#lib/mail-store/mail-store.ts'
import type { PartExtent } from '#lib/mime/digest.ts'
import { binarySize, openDecoded } from './binary.ts'

const CONTENT = Buffer.from('AAECAwQFBgcICQ==')
const UNCOUNTED: PartExtent = { section: '', mediaType: 'image/x', headerStart: 0, bodyStart: 0, bodyEnd: CONTENT.length, encoding: 'base64', charset: '' }

/** A message whose parts were stored before anybody counted, in a mailbox that hands its content out in small pieces. */
function stored(part: PartExtent): { mailbox: Mailbox; message: StoredMessage } {
  async function* content(_: unknown, { start, end }: OctetRange): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; at += 3) yield CONTENT.subarray(at, Math.min(end, at + 3))
  }
  return { mailbox: { content } as unknown as Mailbox, message: { uid: 1, size: CONTENT.length, parts: [part] } as unknown as StoredMessage }
}

test('a part that was not counted at append is counted when it is asked for', async () => {
  for (const part of [UNCOUNTED, { ...UNCOUNTED, decodedSize: 10, hasNul: true }]) {
    const { mailbox, message } = stored(part)
    assert.equal(await binarySize('1').write(mailbox, message), 'BINARY.SIZE[1] 10')
    const item = { kind: 'content', label: '', section: { part: '1', text: '', fields: [] }, setsSeen: false, decoded: true } as const
    const opened = await openDecoded(mailbox, message, { ...item, partial: { origin: 2, count: 5 } })
    assert.deepEqual([opened?.size, opened?.mayHoldNul], [5, true])
    assert.deepEqual([...Buffer.concat(await Array.fromAsync(opened!.content))], [2, 3, 4, 5, 6])
  }
})
