import assert from 'node:assert/strict'
import { appendFileSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { contentOf, mailboxOf, message, several } from '../../contract/scenario.ts'
import type { DiskMailStore } from '../disk-mail-store.ts'
import { openDiskStores } from '../disk-stores.ts'
import { verifyAccount } from '../verify-account.ts'
import { ContentPacks } from './content-packs.ts'

async function withFolder(task: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-packs-'))
  try {
    await task(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

test('a pack of which little is in use is emptied and removed; what is in use stays', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const store = (await stores.of('alice')) as DiskMailStore
    const inbox = await mailboxOf(store, 'INBOX')
    const packs = (): readonly string[] => readdirSync(join(directory, 'alice', 'content')).sort()
    // Somewhat more than one pack holds.
    for (let part = 0; part < 6; part++) {
      await inbox.append(several(...Array.from({ length: 120 }, (_, index) => message(`Subject: ${part} ${index}\r\n\r\n${'x'.repeat(60_000)}`))))
    }
    assert.deepEqual(packs(), ['pack-1', 'pack-2'])
    const first = await contentOf(inbox, 3 as Uid)
    const gone = (await inbox.uids()).filter((uid) => uid % 3 !== 0)
    await inbox.changeFlags(gone, { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge(gone)
    await store.sweep()
    assert.deepEqual(packs(), ['pack-2'])
    assert.deepEqual(await contentOf(inbox, 3 as Uid), first)
    await stores.close()
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  }))

test('what a kill has left at the end of a pack harms nobody', () =>
  withFolder(async (directory) => {
    for (let round = 0; round < 3; round++) {
      const stores = await openDiskStores(directory)
      const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
      await inbox.append(several(message(`round ${round}`)))
      for (const uid of await inbox.uids()) assert.equal((await contentOf(inbox, uid)).toString(), `round ${uid - 1}`)
      await stores.close()
      appendFileSync(join(directory, 'alice', 'content', 'pack-1'), '\u00f0PSTNR1\nhalf a record', 'latin1')
    }
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  }))

test('a pack that is being written has room ahead, and none when it is closed; what comes next lies behind what there is', () =>
  withFolder(async (directory) => {
    const pack = join(directory, 'alice', 'content', 'pack-1')
    const size = 64 + 'round 0'.length
    for (let round = 0; round < 3; round++) {
      const stores = await openDiskStores(directory)
      await (await mailboxOf(await stores.of('alice'), 'INBOX')).append(several(message(`round ${round}`)))
      assert.equal(statSync(pack).size, 2 * (round + 1) * size)
      await stores.close()
      assert.equal(statSync(pack).size, (round + 1) * size)
    }
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  }))

test('contents read one behind the other are those that were written, whatever becomes whole or damaged meanwhile', () =>
  withFolder(async (directory) => {
    const packs = new ContentPacks(directory, () => undefined)
    const contents = Array.from({ length: 40 }, (_, index) => Buffer.alloc(index === 20 ? 90_000 : (index * 1237) % 9000, `content ${index} `))
    const places = contents.map((octets) => packs.add(octets, Buffer.alloc(32, 7), 5))
    packs.write()
    for (const sizeOf of [(octets: Buffer) => octets.length, () => 0, () => 12]) {
      for (const [index, place] of places.entries()) assert.deepEqual(Buffer.from(packs.read(place, sizeOf(contents[index]!)).octets), contents[index])
      for (const index of [7, 8, 9, 3, 4, 21, 22, 39, 0, 1]) assert.deepEqual(Buffer.from(packs.read(places[index]!, sizeOf(contents[index]!)).octets), contents[index])
    }
    const file = join(directory, 'pack-1')
    const { pack, place } = places[33]!
    const change = (at: number, octet: number): void => {
      const handle = openSync(file, 'r+')
      writeSync(handle, Buffer.of(octet), 0, 1, at)
      closeSync(handle)
    }
    // It is not whole yet when it is read with those before it, and is when it is asked for.
    const at = place + 64 + 100
    const written = readFileSync(file)[at]!
    change(at, 0)
    for (const index of [30, 31, 32]) packs.read(places[index]!, contents[index]!.length)
    assert.throws(() => packs.read({ pack, place }, contents[33]!.length), /damaged/)
    for (const index of [31, 32]) packs.read(places[index]!, contents[index]!.length)
    change(at, written)
    assert.deepEqual(Buffer.from(packs.read({ pack, place }, contents[33]!.length).octets), contents[33])
    await packs.close()
  }))

test('the journal is written anew when it has grown, and stays bounded', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
    let largest = 0
    for (let round = 0; round < 60; round++) {
      await inbox.annotations.set(new Map([['/private/comment', Buffer.alloc(40_000, `${round} `)]]))
      largest = Math.max(largest, statSync(join(directory, 'alice', 'journal')).size)
    }
    const { size } = statSync(join(directory, 'alice', 'journal'))
    assert.ok(size < largest, 'it has been written anew')
    assert.ok(largest < 2 * 1024 * 1024, `it grew to ${largest}`)
    await stores.close()
    assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  }))
