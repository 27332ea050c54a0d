import assert from 'node:assert/strict'
import type { MailboxChange, NewMessage } from '../mail-store.ts'
import { appendSubjects, contentOf, message, messagesOf, problem, several, type Scenario } from './scenario.ts'

/** Announces `size` octets and counts how often its content was asked for. */
function watched(size: number): { message: NewMessage; asked: () => boolean } {
  let asked = false
  const content = async function* (): AsyncGenerator<Uint8Array> {
    asked = true
    yield new Uint8Array(size)
  }
  return { message: { flags: [], internalDate: new Date(0), size, content }, asked: () => asked }
}

export function appendContract(scenario: Scenario): void {
  contentGoesIn(scenario)
  brokenAppends(scenario)
  appendLimits(scenario)
  appendsAtOnce(scenario)
}

function contentGoesIn(scenario: Scenario): void {
  scenario('content comes back octet for octet, whatever it is', async ({ inbox }) => {
    const every = Uint8Array.from({ length: 256 }, (_, index) => index)
    const contents = [new Uint8Array(0), every, Buffer.from('Subject: \xff\x00\x80\r\n\n\r\r\n', 'latin1'), Buffer.alloc(64 * 1024, 'a'), Buffer.alloc(64 * 1024 + 1, every), Buffer.alloc(700_001, every)]
    const uids = await inbox.append(several(...contents.map((content, index) => message(content, { chunk: 10 ** index + 1 }))))
    assert.deepEqual(uids, [1, 2, 3, 4, 5, 6])
    for (const [index, uid] of uids.entries()) assert.ok((await contentOf(inbox, uid)).equals(contents[index] ?? assert.fail()), `message ${uid}`)
    assert.deepEqual((await messagesOf(inbox)).map(({ size }) => size), contents.map(({ length }) => length))
    assert.equal((await inbox.status()).size, contents.reduce((sum, { length }) => sum + length, 0))
  })

  scenario('content of a length that nobody knows comes back octet for octet', async ({ inbox, store }) => {
    const contents = [Buffer.from('short'), Buffer.alloc(64 * 1024 + 1, 'b'), Buffer.alloc(300_000, 'c'), new Uint8Array(0)]
    await inbox.append(several(...contents.map((content) => ({ ...message(content), size: undefined }))))
    for (const [index, content] of contents.entries()) assert.ok((await contentOf(inbox, (index + 1) as never)).equals(content), `message ${index + 1}`)
    assert.deepEqual((await messagesOf(inbox)).map(({ size }) => size), contents.map(({ length }) => length))
    assert.equal((await store.quota())[0]?.storage.used, 5 + 64 * 1024 + 1 + 300_000)
  })

  scenario('flags, internal date and its zone come back as they were given', async ({ inbox }) => {
    const flags = ['\\SEEN', '$Forwarded', '\\Flagged', '\\Recent', 'Label', 'LABEL', '\\seen']
    await inbox.append(several(message('a', { flags, date: 86_400_001, zone: 765 }), message('b', { date: -1, zone: -570 }), message('c')))
    const [first, second, third] = await messagesOf(inbox)
    assert.deepEqual(first?.flags, ['\\Flagged', '\\Seen', '$Forwarded', 'Label'])
    assert.deepEqual([first.internalDate, second?.internalDate], [86_400_001, -1])
    assert.deepEqual([first.zone, second?.zone, third?.zone], [765, -570, 0])
    assert.deepEqual(second?.flags, [])
  })

  scenario('what is not a flag is refused', async ({ inbox }) => {
    for (const flag of ['', 'two words', 'a\r\nb', 'a(b', '\\', '\u00e9', 'x'.repeat(256)]) {
      await assert.rejects(inbox.append(several(message('x', { flags: [flag] }))), problem('refused'), JSON.stringify(flag))
    }
    assert.deepEqual(await inbox.uids(), [])
  })

  scenario('no messages are no change', async ({ inbox }) => {
    const before = await inbox.status()
    assert.deepEqual(await inbox.append(several()), [])
    assert.deepEqual(await inbox.status(), before)
  })
}

function brokenAppends(scenario: Scenario): void {
  scenario('an append that breaks off leaves nothing', async ({ inbox, store }) => {
    const changes: MailboxChange[] = []
    inbox.watch((change) => changes.push(change))
    const before = await inbox.status()
    const big = Buffer.alloc(300_000, 'x')
    async function* breaking(): AsyncGenerator<NewMessage> {
      yield message('whole')
      yield message(big)
      yield { ...message(big), content: async function* () {
        yield big.subarray(0, 100_000)
        throw new Error('the line went dead')
      } }
    }
    await assert.rejects(inbox.append(breaking()), /went dead/)
    await assert.rejects(inbox.append((async function* () {
      yield message('whole')
      throw new Error('bad syntax')
    })()), /bad syntax/)
    assert.deepEqual(await inbox.status(), before)
    assert.deepEqual(await inbox.uids(), [])
    assert.deepEqual(changes, [])
    assert.equal((await store.quota())[0]?.storage.used, 0)
    assert.deepEqual(await appendSubjects(inbox, 'after'), [1])
  })

  scenario('octets must be as many as were announced', async ({ inbox }) => {
    for (const size of [0, 1, 6, 8, 100_000]) {
      await assert.rejects(inbox.append(several(message('seven..', { size }))), problem('bad-size'), String(size))
    }
    await assert.rejects(inbox.append(several(message(Buffer.alloc(200_000), { size: 199_999 }))), problem('bad-size'))
    await assert.rejects(inbox.append(several(message('x', { size: -1 }))), problem('bad-size'))
    await assert.rejects(inbox.append(several(message('x', { size: 1.5 }))), problem('bad-size'))
    assert.deepEqual(await inbox.uids(), [])
  })

  scenario('a message that goes on without end is left at the first octet too many', async ({ inbox }) => {
    let yielded = 0
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) yield new Uint8Array(1000).fill(yielded++)
    }
    await assert.rejects(inbox.append(several({ ...message('', { size: 2500 }), content: endless })), problem('bad-size'))
    assert.equal(yielded, 3)
  })
}

function appendLimits(scenario: Scenario): void {
  scenario('too large is said before the first octet', async ({ inbox }) => {
    const [fits, beyond] = [watched(1000), watched(1001)]
    await inbox.append(several(fits.message))
    await assert.rejects(inbox.append(several(beyond.message)), problem('too-large'))
    assert.deepEqual([fits.asked(), beyond.asked()], [true, false])
  }, { messageSize: 1000 })

  scenario('quota is checked against announced sizes before the first octet', async ({ inbox, store }) => {
    await inbox.append(several(watched(600).message))
    assert.deepEqual(await store.quota(), [{ name: '', storage: { used: 600, limit: 1000 }, messages: { used: 1 } }])
    const beyond = watched(401)
    await assert.rejects(inbox.append(several(beyond.message)), problem('over-quota'))
    assert.equal(beyond.asked(), false)
    await assert.rejects(inbox.append(several(watched(200).message, watched(201).message)), problem('over-quota'), 'together they do not fit')
    await inbox.append(several(watched(400).message))
    assert.equal((await store.quota())[0]?.storage.used, 1000)
    await assert.rejects(inbox.copy([1 as never], inbox), problem('over-quota'))
    await inbox.changeFlags([1 as never], { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge([1 as never])
    assert.equal((await store.quota())[0]?.storage.used, 400)
    await inbox.append(several(watched(600).message))
  }, { quotaOf: async () => 1000 })

  scenario('messages are counted against their own limit, whole appends and copies at a time', async ({ inbox, store }) => {
    const other = await store.create('Other')
    await appendSubjects(inbox, 'one', 'two')
    await assert.rejects(appendSubjects(inbox, 'three', 'four'), problem('over-quota'))
    await appendSubjects(other, 'three')
    await assert.rejects(inbox.copy([1 as never], other), problem('over-quota'))
    await inbox.move([1 as never], other)
    assert.deepEqual((await store.quota())[0]?.messages, { used: 3, limit: 3 })
    await other.changeFlags([1 as never], { operation: 'add', flags: ['\\Deleted'] })
    assert.equal(await other.deletedSize(), 'Subject: three\r\n\r\nthree'.length)
    await other.expunge(await other.uids())
    assert.equal(await other.deletedSize(), 0)
    await appendSubjects(inbox, 'four')
    await store.remove('Other')
    assert.deepEqual((await store.quota())[0]?.messages, { used: 2, limit: 3 })
  }, { messageQuotaOf: async () => 3 })
  scenario('content of a length that nobody knows is measured as it comes', async ({ inbox, store }) => {
    const unknown = (size: number): NewMessage => ({ ...message(Buffer.alloc(size, 'a'), { chunk: 100 }), size: undefined })
    await assert.rejects(inbox.append(several(unknown(70_000), unknown(30_001))), problem('over-quota'))
    await assert.rejects(inbox.append(several(unknown(70_001))), problem('too-large'))
    assert.deepEqual([await inbox.uids(), (await store.quota())[0]?.storage.used], [[], 0])
    await inbox.append(several(unknown(70_000), unknown(30_000)))
    assert.equal((await store.quota())[0]?.storage.used, 100_000)
  }, { quotaOf: async () => 100_000, messageSize: 70_000 })

  scenario('appends racing each other never pass the quota together', async ({ inbox, store }) => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => inbox.append(several(watched(300).message))))
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 3)
    assert.ok(results.every((result) => result.status === 'fulfilled' || problem('over-quota')(result.reason)))
    assert.equal((await store.quota())[0]?.storage.used, 900)
  }, { quotaOf: async () => 1000 })
}

function appendsAtOnce(scenario: Scenario): void {
  scenario('a slow sender holds up nobody', async ({ inbox }) => {
    let go = (): void => undefined
    const gate = new Promise<void>((resolve) => (go = resolve))
    const slow = inbox.append(several({ ...message('', { size: 4 }), content: async function* () {
      yield Buffer.from('sl')
      await gate
      yield Buffer.from('ow')
    } }))
    assert.deepEqual(await appendSubjects(inbox, 'fast'), [1])
    await inbox.changeFlags([1 as never], { operation: 'add', flags: ['\\Seen'] })
    assert.equal((await inbox.status()).messages, 1)
    go()
    assert.deepEqual(await slow, [2])
    assert.equal((await contentOf(inbox, 2 as never)).toString(), 'slow')
  })

  scenario('writers at the same moment each get their own UIDs', async ({ inbox }) => {
    const given = await Promise.all(Array.from({ length: 30 }, (_, index) => appendSubjects(inbox, `a ${index}`, `b ${index}`)))
    for (const [first, second] of given) assert.equal(second, (first ?? 0) + 1, 'the messages of one append stand together')
    assert.deepEqual([...given.flat()].sort((a, b) => a - b), Array.from({ length: 60 }, (_, index) => index + 1))
    assert.equal((await inbox.status()).uidNext, 61)
    for (const [index, [first]] of given.entries()) assert.match((await contentOf(inbox, first ?? assert.fail())).toString(), new RegExp(`^Subject: a ${index}\r`))
  })

  scenario('one of several waiting changes may fail alone', async ({ inbox }) => {
    const results = await Promise.allSettled([
      appendSubjects(inbox, 'one'),
      inbox.append(several(message('x', { flags: ['not a flag'] }))),
      appendSubjects(inbox, 'two'),
    ])
    assert.deepEqual(results.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled'])
    assert.deepEqual(await inbox.uids(), [1, 2])
    assert.equal((await inbox.status()).messages, 2)
  })
}
