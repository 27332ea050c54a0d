import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PIECE, uploadFile, type PieceAnswer, type UploadMeans } from './upload-file.ts'

const SIZE = 2 * PIECE + 5
const attached = { id: 'u', received: SIZE, composition: { attachments: [{ id: 'u', name: 'a', mediaType: 'x/y', size: SIZE }] }, usableSize: 7 } as unknown as PieceAnswer
const failure = (failure: string): PieceAnswer => ({ failure, sentence: `${failure}!`, requestId: '1' }) as PieceAnswer

/** A gateway that keeps what it gets; `breaks` says what happens to each piece instead: the octets that arrive before the connection is gone, or an answer. */
function gateway(breaks: readonly (number | PieceAnswer | undefined)[] = []) {
  const said: string[] = []
  let [received, sent] = [0, 0]
  const state = (): PieceAnswer => (received === SIZE ? attached : { id: 'u', received })
  const means: UploadMeans = {
    begin: async ({ name }) => (said.push(`begin ${name} at ${received}`), state()),
    send: async ({ offset }, piece, tell) => {
      assert.equal(offset, received)
      const broken = breaks[sent++]
      tell(piece.size)
      if (typeof broken === 'number') received += broken
      if (broken !== undefined) return typeof broken === 'number' ? undefined : broken
      received += piece.size
      return state()
    },
    cancel: async (id) => void said.push(`cancel ${id}`),
    pause: async (milliseconds) => void said.push(`pause ${milliseconds}`),
    signedIn: async () => void said.push('signed in'),
  }
  return { said, means }
}

const file = new File([new Uint8Array(SIZE)], 'plan.pdf', { lastModified: 5 })
const untold = { progress: () => undefined, waiting: () => undefined, sessionEnded: () => undefined }

test('a file leaves in pieces, and each break goes on where the gateway says', async () => {
  const shares: number[] = []
  const { said, means } = gateway([undefined, 1000, 0, undefined])
  const answer = await uploadFile(file, means, { ...untold, progress: (share) => shares.push(share), waiting: () => said.push('waiting') }, new AbortController().signal)
  assert.deepEqual(answer, { kind: 'attached', attachments: [{ id: 'u', name: 'a', mediaType: 'x/y', size: SIZE }], usableSize: 7 })
  assert.deepEqual(said, ['begin plan.pdf at 0', 'waiting', 'pause 1000', `begin plan.pdf at ${PIECE + 1000}`, 'waiting', 'pause 1000', `begin plan.pdf at ${PIECE + 1000}`])
  assert.equal(shares.at(-1), 1)
})

test('a gateway that is away is asked again and again, ever less often; one that refuses is believed', async () => {
  const { said, means } = gateway()
  let asked = 0
  const away: UploadMeans = { ...means, begin: async (announced) => (++asked < 6 ? undefined : means.begin(announced)) }
  assert.equal((await uploadFile(file, away, untold, new AbortController().signal))?.kind, 'attached')
  assert.deepEqual(said, ['pause 1000', 'pause 2000', 'pause 5000', 'pause 10000', 'pause 10000', 'begin plan.pdf at 0'])
  assert.deepEqual(await uploadFile(file, { ...means, begin: async () => failure('too-large') }, untold, new AbortController().signal), { kind: 'refused', sentence: 'too-large!', isTooLarge: true })
  assert.deepEqual(await uploadFile(file, gateway([undefined, { id: 'u', received: SIZE, linked: true }]).means, untold, new AbortController().signal), { kind: 'linked', id: 'u' })
  assert.equal((await uploadFile(file, gateway([failure('conflict'), failure('internal')]).means, untold, new AbortController().signal))?.kind, 'attached')
})

test('a session that ends on the way stops nothing: it goes on from where it was once somebody has signed in again', async () => {
  const { said, means } = gateway([undefined, failure('not-signed-in')])
  const answer = await uploadFile(file, means, { ...untold, sessionEnded: () => said.push('ended') }, new AbortController().signal)
  assert.equal(answer?.kind, 'attached')
  assert.deepEqual(said, ['begin plan.pdf at 0', 'ended', 'signed in', `begin plan.pdf at ${PIECE}`])
  const leaving = new AbortController()
  const given = gateway([undefined, failure('not-signed-in')])
  assert.equal(await uploadFile(file, { ...given.means, signedIn: async () => leaving.abort() }, untold, leaving.signal), undefined)
  assert.deepEqual(given.said, ['begin plan.pdf at 0', 'cancel u'])
})

test('what is given up is taken away', async () => {
  const leaving = new AbortController()
  const { said, means } = gateway()
  const given: UploadMeans = { ...means, send: async (...piece) => (leaving.abort(), means.send(...piece)) }
  assert.equal(await uploadFile(file, given, untold, leaving.signal), undefined)
  assert.deepEqual(said, ['begin plan.pdf at 0', 'cancel u'])
})
