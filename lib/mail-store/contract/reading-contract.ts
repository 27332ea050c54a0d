import assert from 'node:assert/strict'
import type { Uid } from '#lib/mail/uid.ts'
import type { DigestField } from '../mail-store.ts'
import { uidRunsOf } from '../uid-runs.ts'
import { appendSubjects, contentOf, message, messagesOf, problem, several, type Scenario } from './scenario.ts'

const FIELDS: readonly DigestField[] = ['envelope', 'bodyStructure', 'body', 'header', 'parts', 'keys']
const KEYS = ['subject', 'baseSubject', 'from', 'to', 'cc', 'bcc', 'sentDate', 'sentDay', 'messageId', 'inReplyTo', 'references'] as const

const MAIL = [
  'From: "B\u00fcro" <office@example.test>',
  'To: alice@example.test, Bob <bob@example.test>',
  'Cc: Friends: carol@example.test, dave@example.test;',
  'Subject: Re: [list] =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
  'Date: Tue, 02 Jan 2024 23:30:00 -0500',
  'Message-ID: <one@example.test>',
  'In-Reply-To: <zero@example.test>',
  'References: <a@example.test> <zero@example.test>',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'hello',
  '--b--',
  '',
].join('\r\n')

export function readingContract(scenario: Scenario): void {
  readingDigests(scenario)
  readingContent(scenario)
  readingWhileOthersWrite(scenario)
}

function readingDigests(scenario: Scenario): void {
  scenario('messages come ascending by UID, in batches, with the fields that were asked for', async ({ inbox }) => {
    await inbox.append(several(...Array.from({ length: 620 }, (_, index) => message(`Subject: ${index + 1}\r\n\r\n`))))
    const batches = await Array.fromAsync(inbox.messages(await inbox.uids(), ['envelope']))
    assert.ok(batches.every(({ length }) => length > 0 && length <= 250))
    const all = batches.flat()
    assert.deepEqual(all.map(({ uid }) => uid), await inbox.uids())
    for (const { uid, envelope } of all) assert.ok(envelope?.includes(`"${uid}"`))
    assert.deepEqual(Object.keys(all[0] ?? {}).sort(), ['envelope', 'flags', 'internalDate', 'modSeq', 'saveDate', 'size', 'uid', 'zone'])
    const picked = [600, 3, 3, 250, 999, 1, 620].map((uid) => uid as Uid)
    assert.deepEqual((await messagesOf(inbox, picked)).map(({ uid }) => uid), [1, 3, 250, 600, 620])
    assert.deepEqual((await messagesOf(inbox, [5, 4, 7] as unknown as Uid[])).map(({ uid }) => uid), [4, 5, 7])
    assert.deepEqual(await messagesOf(inbox, []), [])
  })

  scenario('of fields there are those that were asked for, each as it comes with the whole message', async ({ inbox }) => {
    await inbox.append(several(message(MAIL, { flags: ['\\Seen', 'Red'] }), message(''), ...Array.from({ length: 300 }, (_, index) => message(`Subject: ${index}\r\n\r\n`))))
    const names = ['flags', 'modSeq', 'internalDate', 'zone', 'saveDate', 'size', 'emailId', ...FIELDS, ...KEYS] as const
    for (const mailbox of [inbox, inbox.readBy('bob')]) {
      const whole = await messagesOf(mailbox, undefined, [...FIELDS, ...KEYS, 'emailId'])
      for (const asked of [[], ...names.map((name) => [name]), ['size', 'subject', 'flags', 'from'], names] as (readonly (typeof names)[number][])[]) {
        const batches = await Array.fromAsync(mailbox.fields(await mailbox.uids(), asked))
        assert.ok(batches.every(({ length }) => length > 0 && length <= 250))
        const wanted = whole.map((one) => Object.fromEntries(['uid' as const, ...asked].filter((field) => field in one).map((field) => [field, one[field]])))
        assert.deepEqual(batches.flat(), wanted, asked.join())
      }
    }
    assert.deepEqual((await Array.fromAsync(inbox.fields([7, 2, 2, 999] as readonly number[] as readonly Uid[], []))).flat(), [{ uid: 2 }, { uid: 7 }])
  })

  scenario('the digest is that of the message, each field alone and all together', async ({ inbox }) => {
    await inbox.append(several(message(MAIL), message('')))
    const [together, empty] = await messagesOf(inbox, undefined, FIELDS)
    assert.ok(together && empty)
    for (const field of FIELDS) {
      const [alone] = await messagesOf(inbox, undefined, [field])
      assert.deepEqual(alone?.[field], together[field], field)
    }
    assert.equal(Buffer.from(together.header ?? []).toString('latin1'), MAIL.slice(0, MAIL.indexOf('\r\n\r\n') + 4))
    assert.equal(together.parts?.[0]?.section, '')
    assert.equal(together.parts[0].bodyEnd, MAIL.length)
    assert.equal(together.keys?.from[0]?.address, 'office@example.test')
    assert.equal(together.keys.messageId, '<one@example.test>')
    assert.deepEqual(together.keys.references, ['<a@example.test>', '<zero@example.test>'])
    assert.equal(together.keys.sentDay, '2024-01-02')
    for (const field of KEYS) {
      const [alone, none] = await messagesOf(inbox, undefined, [field])
      assert.deepEqual([alone?.[field], none?.[field]], [together.keys[field], empty.keys?.[field]], field)
    }
    assert.equal(empty.header?.length, 0)
    assert.equal(empty.keys?.sentDate, undefined)
  })
}

function readingContent(scenario: Scenario): void {
  scenario('a range of octets is cut to the message', async ({ inbox }) => {
    const sizes = [10, 200_000]
    for (const size of sizes) await inbox.append(several(message(Uint8Array.from({ length: size }, (_, index) => index % 251))))
    for (const [index, size] of sizes.entries()) {
      const uid = (index + 1) as Uid
      const whole = await contentOf(inbox, uid)
      for (const [start, end] of [[0, 5], [3, 3], [5, 2], [size - 1, size], [size, size + 5], [0, size * 2], [size + 1, size + 2], [4, size - 1]] as const) {
        assert.ok((await contentOf(inbox, uid, { start, end })).equals(whole.subarray(Math.min(start, size), Math.max(start, end))), `${start}-${end} of ${size}`)
      }
    }
  })

  scenario('a message that is not there has no content', async ({ inbox }) => {
    await appendSubjects(inbox, 'x')
    await assert.rejects(contentOf(inbox, 2 as Uid), problem('no-such-message'))
    await inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge([1 as Uid])
    await assert.rejects(contentOf(inbox, 1 as Uid), problem('no-such-message'))
  })

  scenario('who has begun to read goes on when the message is expunged', async ({ inbox }) => {
    const octets = Buffer.alloc(500_000, 'abcdefghij')
    await inbox.append(several(message(octets)))
    const reader = inbox.content(1 as Uid)[Symbol.asyncIterator]()
    const chunks = [(await reader.next()).value as Uint8Array]
    await inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge([1 as Uid])
    for (let next = await reader.next(); !next.done; next = await reader.next()) chunks.push(next.value)
    assert.ok(Buffer.concat(chunks).equals(octets))
  })
}

function readingWhileOthersWrite(scenario: Scenario): void {
  scenario('readers see before or after, never between', async ({ inbox, store }) => {
    const other = await store.create('Other')
    await appendSubjects(inbox, ...Array.from({ length: 40 }, (_, index) => String(index)))
    const moving = (async () => {
      for (const uid of await inbox.uids()) await inbox.move([uid], other)
    })()
    let isMoving = true
    void moving.finally(() => (isMoving = false))
    while (isMoving) {
      const [here, there, used] = await Promise.all([inbox.status(), other.status(), store.quota()])
      assert.equal(here.messages + there.messages, 40)
      assert.equal(here.size + there.size, used[0]?.storage.used)
      const [status, uids] = await Promise.all([inbox.status(), inbox.uids()])
      assert.equal(status.messages, uids.length)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await moving
    assert.equal((await other.status()).messages, 40)
  })

  scenario('UIDs come as runs of neighbours, too, whatever has happened to them', async ({ inbox, store }) => {
    const other = await store.create('Other')
    const check = async (...expected: readonly (readonly [number, number])[]): Promise<void> => {
      assert.deepEqual((await inbox.uidRuns()).map(({ first, last }) => [first, last]), expected)
      for (const mailbox of [inbox, other]) assert.deepEqual(await mailbox.uidRuns(), uidRunsOf(await mailbox.uids()))
    }
    const expunge = async (...uids: readonly number[]): Promise<void> => {
      await inbox.changeFlags(uids as Uid[], { operation: 'add', flags: ['\\Deleted'] })
      await inbox.expunge(uids as Uid[])
    }
    await check()
    await appendSubjects(inbox, ...Array.from({ length: 12 }, (_, index) => String(index)))
    await check([1, 12])
    await expunge(5, 6)
    await check([1, 4], [7, 12])
    await expunge(1, 4, 9, 12)
    await check([2, 3], [7, 8], [10, 11])
    await appendSubjects(inbox, 'behind a gap')
    await check([2, 3], [7, 8], [10, 11], [13, 13])
    await inbox.move([11, 2] as Uid[], other)
    await inbox.move([7] as Uid[], inbox)
    await check([3, 3], [8, 8], [10, 10], [13, 14])
    await inbox.copy([10, 3] as Uid[], other)
    await expunge(...(await inbox.uids()))
    await check()
    await appendSubjects(inbox, 'again')
    await check([15, 15])
    await store.rename('INBOX', 'Old')
    await check()
  })

  scenario('status counts', async ({ inbox }) => {
    assert.deepEqual({ ...(await inbox.status()), uidValidity: 0, flags: [] }, { messages: 0, unseen: 0, deleted: 0, uidNext: 1, uidValidity: 0, highestModSeq: 1n, size: 0, flags: [] })
    await inbox.append(several(message('12345', { flags: ['\\Seen', 'Work'] }), message('678', { flags: ['\\Deleted', 'Home'] }), message('')))
    const status = await inbox.status()
    assert.deepEqual([status.messages, status.unseen, status.deleted, status.uidNext, status.size], [3, 2, 1, 4, 8])
    assert.equal(status.uidValidity, inbox.uidValidity)
    assert.deepEqual(status.flags, ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft', ...status.flags.slice(5)])
    assert.deepEqual(status.flags.slice(5).sort(), ['Home', 'Work'])
    await inbox.expunge(await inbox.uids())
    const after = await inbox.status()
    assert.deepEqual([after.messages, after.unseen, after.deleted, after.uidNext, after.size], [2, 1, 0, 4, 5])
    assert.deepEqual(after.flags.slice(5), ['Work'])
  })
}
