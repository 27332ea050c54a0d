import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { askInside, isInsideCall } from './inside-call.ts'

describe('a call from inside', () => {
  it('reaches the framework as a request, and is known there, also behind what it awaits', async () => {
    const seen: unknown[] = []
    const status = await askInside(async (request, response) => {
      seen.push(request.method, request.url, isInsideCall())
      await new Promise(setImmediate)
      seen.push(isInsideCall())
      response.writeHead(204).end()
    }, '/post/api/waiting')
    assert.equal(status, 204)
    assert.deepEqual(seen, ['GET', '/post/api/waiting', true, true])
    assert.equal(isInsideCall(), false)
  })

  it('tells a body and a refusal apart from an answer that is awaited in vain', async () => {
    assert.equal(await askInside(async (_, response) => void response.writeHead(404).end('There is nothing here.\n'), '/'), 404)
    await assert.rejects(askInside(async () => Promise.reject(new Error('not compiled')), '/'), /not compiled/)
    await assert.rejects(askInside(async (_, response) => void response.destroy(), '/'), /hang up|reset/)
  })
})
