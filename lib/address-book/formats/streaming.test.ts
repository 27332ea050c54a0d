import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from '#lib/mail/contacts/card.ts'
import { collected } from '#lib/testing/contacts/arbitrary-card.ts'
import { CONTACT_FORMATS } from './contact-formats.ts'

const COUNT = 5000

function* people(seen?: { pulled: number }): Generator<Card> {
  for (let number = 0; number < COUNT; number += 1) {
    if (seen) seen.pulled += 1
    yield { properties: [{ name: 'fn', parameters: {}, type: 'text', values: [`Jane ${number}`] }, { name: 'email', parameters: {}, type: 'text', values: [`jane${number}@example.test`] }] }
  }
}

test('reading pulls what it needs and no more, and lets go of the rest', async () => {
  for (const format of CONTACT_FORMATS) {
    const texts = await collected(format.write(people()))
    const seen = { pulled: 0, closed: false }
    const input = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (const text of texts) {
          seen.pulled += 1
          yield Buffer.from(text)
        }
      } finally {
        seen.closed = true
      }
    }
    let read = 0
    for await (const result of format.read(input())) {
      assert.ok(result.card, format.name)
      if (++read === 100) break
    }
    assert.ok(seen.pulled < 110, `${format.name} pulled ${seen.pulled}`)
    assert.ok(seen.closed, format.name)
  }
})

test('writing pulls one card at a time', async () => {
  for (const format of CONTACT_FORMATS) {
    const seen = { pulled: 0 }
    let written = 0
    for await (const _ of format.write(people(seen))) if (++written === 10) break
    assert.ok(seen.pulled <= 10, `${format.name} pulled ${seen.pulled}`)
  }
})

test('thousands of cards, all read', async () => {
  for (const format of CONTACT_FORMATS) {
    const octets = Buffer.from((await collected(format.write(people()))).join(''))
    const results = await collected(format.read((async function* () { yield octets })()))
    assert.equal(results.filter(({ card }) => card !== undefined).length, COUNT, format.name)
  }
})

test('an input that breaks off with an error breaks the reading with it', async () => {
  for (const format of CONTACT_FORMATS) {
    const input = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('BEGIN:VCARD\n')
      throw new Error('gone')
    }
    await assert.rejects(collected(format.read(input())), /gone/)
  }
})
