import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from './card.ts'
import { photoOf } from './photo.ts'

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='

function withPhotos(...uris: string[]): Card {
  return { properties: uris.map((uri) => ({ name: 'photo', parameters: {}, type: 'uri', values: [uri] })) }
}

test('the type of a photo is that of its octets', () => {
  const photo = photoOf(withPhotos(`data:image/jpeg;base64,${PNG}`))
  assert.equal(photo?.mediaType, 'image/png')
  assert.deepEqual(photo?.bytes, Uint8Array.from(Buffer.from(PNG, 'base64')))
})

test('what is no raster picture, no base64 or elsewhere is no photo, and the next one counts', () => {
  const svg = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg"/>')}`
  for (const uri of [svg, 'https://example.test/a.png', 'data:image/png;base64,###', 'data:image/png,abc', 'data:', '', 'cid:1']) assert.equal(photoOf(withPhotos(uri)), undefined, uri)
  assert.equal(photoOf(withPhotos(svg, `data:;base64,${PNG}`))?.mediaType, 'image/png')
})
