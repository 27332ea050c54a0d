import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openMessage } from '#lib/gateway/open-message.ts'
import { actOnMessages } from '#lib/gateway/act-on-messages.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { createMailbox } from '#lib/imap/operations/manage/create-mailbox.ts'
import { deleteMailbox } from '#lib/imap/operations/manage/delete-mailbox.ts'
import { deleteMessages } from '#lib/imap/operations/delete-messages.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { listMailboxes, listMailboxesWithStates } from '#lib/imap/operations/list-mailboxes.ts'
import { fetchIndexPage } from '#lib/imap/operations/fetch-index-page.ts'
import { mailboxState } from '#lib/imap/reading/mailbox-state.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { readSource } from '#lib/imap/operations/read-source.ts'
import { renameMailbox } from '#lib/imap/operations/manage/rename-mailbox.ts'
import { connect } from '#lib/imap/connect.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import { failureOf, type GatewaySite, index, letter, octetsOf, put, refOf, type ServerUnderTest, siteForSuite } from './site.ts'

/** What the gateway does with mail, on whichever server. */
export function mailSuite(name: string, start: () => Promise<ServerUnderTest>, { sorts = true }: { readonly sorts?: boolean } = {}): void {
  describe(`mail on ${name}`, () => {
    let server: ServerUnderTest
    let site: GatewaySite
    siteForSuite(start, (started) => ({ server, site } = started))
    const alice = () => site.connections(server.alice)
    const plain = (subject: string, more: Readonly<Record<string, string>> = {}, body = 'Hello.') =>
      letter({ From: 'Ann Example <ann@example.test>', To: 'alice@example.test', Subject: subject, Date: 'Mon, 01 Jan 2024 10:00:00 +0000', ...more }, body)

    test('a password with blanks, quotes, a backslash and 8-bit characters signs in; a wrong one is refused', async () => {
      await alice().useAny(async () => undefined)
      assert.equal(await failureOf(site.connections({ ...server.alice, password: server.alice.password.trim() }).useAny(async () => undefined)), 'sign-in-refused')
      assert.equal(await failureOf(site.connections({ ...server.alice, password: 'x\r\ny' }).useAny(async () => undefined)), 'sign-in-refused')
      assert.equal(await failureOf(site.connections({ ...server.alice, password: '' }).useAny(async () => undefined)), 'sign-in-refused')
    })

    test('only opening a message sets \\Seen; listing and fetching ahead never do', async () => {
      const box = await createMailbox(alice(), 'Seen')
      const ref = await put(alice(), box, plain('Unread'))
      await index(alice(), box)
      const ahead = await openMessage(alice(), ref, { markSeen: false })
      assert.equal(ahead.seen, false)
      await octetsOf((await readSource(alice(), ref)).content)
      await octetsOf((await openPart(alice(), ref, '1')).content)
      assert.equal((await index(alice(), box)).unseen, 1)
      assert.equal((await openMessage(alice(), ref, { markSeen: true })).seen, true)
      const page = await index(alice(), box)
      assert.deepEqual([page.unseen, page.messages[0]?.seen], [0, true])
    })

    test('the index is a window over arrivals, newest first, and each page has its own messages', async () => {
      const box = await createMailbox(alice(), 'Pages')
      for (let n = 1; n <= 7; n++) await put(alice(), box, plain(`Number ${n}`))
      const subjects = async (page: number, reverse = true) => (await index(alice(), box, { page, pageSize: 3, reverse })).messages.map(({ subject }) => subject)
      assert.deepEqual(await subjects(1), ['Number 7', 'Number 6', 'Number 5'])
      assert.deepEqual(await subjects(3), ['Number 1'])
      assert.deepEqual(await subjects(99), ['Number 1'], 'a page beyond the last is the last')
      assert.deepEqual(await subjects(1, false), ['Number 1', 'Number 2', 'Number 3'])
      assert.equal((await index(alice(), box)).total, 7)
    })

    test('an index that was kept is new again once something changed', async () => {
      const box = await createMailbox(alice(), 'Kept')
      await put(alice(), box, plain('One'))
      assert.equal((await index(alice(), box)).total, 1)
      await put(alice(), box, plain('Two'))
      const page = await index(alice(), box, { sort: 'subject', reverse: false })
      assert.deepEqual(page.messages.map(({ subject }) => subject), ['One', 'Two'])
      await changeFlags(alice(), setOf(refOf(box, page.messages[0]?.id ?? '')), { operation: 'add', flags: ['\\Flagged'] })
      assert.deepEqual((await index(alice(), box, { sort: 'subject', reverse: false })).messages.map(({ flagged }) => flagged), [true, false])
    })

    test('what was done on one connection is seen on every other that has the mailbox open', async () => {
      const box = await createMailbox(alice(), 'Several')
      const refs = [await put(alice(), box, plain('One')), await put(alice(), box, plain('Two')), await put(alice(), box, plain('Three'))]
      const readAtOnce = () => Promise.all([1, 2, 3].map((pageSize) => index(alice(), box, { pageSize })))
      assert.deepEqual((await readAtOnce()).map(({ total }) => total), [3, 3, 3])
      for (const [at, ref] of refs.entries()) {
        await actOnMessages(alice(), { mailbox: box, ids: [ref], action: 'delete' })
        for (let again = 0; again < 4; again++) assert.equal((await index(alice(), box)).total, 2 - at)
        assert.deepEqual((await readAtOnce()).map(({ total }) => total), [2 - at, 2 - at, 2 - at])
      }
    })

    test('the list of mailboxes tells how each stands, as STATUS does, and an index goes by it', async () => {
      const box = await createMailbox(alice(), 'Standing')
      await put(alice(), box, plain('One'))
      await index(alice(), box)
      const stands = async () => (await listMailboxesWithStates(alice())).states.get(box)
      const before = await stands()
      if (before) assert.deepEqual(before, await alice().ask((client) => mailboxState(client, box)))
      const ref = await put(alice(), box, plain('Two'))
      const after = await stands()
      assert.equal(after === undefined, before === undefined)
      if (after) assert.deepEqual([after.messages, after.membership === before?.membership], [2, false], 'also where a connection has it selected')
      const request = { mailbox: box, page: 1, pageSize: 50, sort: 'arrival', reverse: true, search: '' } as const
      assert.deepEqual((await fetchIndexPage(alice(), request, after)).messages.map(({ subject }) => subject), ['Two', 'One'])
      await changeFlags(alice(), setOf(ref), { operation: 'add', flags: ['\\Flagged'] })
      assert.equal((await fetchIndexPage(alice(), request, await stands())).messages[0]?.flagged, true)
    })

    test('sorting by date, sender, subject and size', async () => {
      const box = await createMailbox(alice(), 'Sorted')
      await put(alice(), box, plain('Beta', { From: 'zoe@example.test', Date: 'Tue, 02 Jan 2024 10:00:00 +0000' }, 'x'.repeat(500)))
      await put(alice(), box, plain('Alpha', { From: 'mia@example.test', Date: 'Wed, 03 Jan 2024 10:00:00 +0000' }, 'x'.repeat(900)))
      await put(alice(), box, plain('Gamma', { From: 'bea@example.test', Date: 'Mon, 01 Jan 2024 10:00:00 +0000' }, 'x'))
      if (!sorts) {
        const page = await index(alice(), box, { sort: 'subject', reverse: false })
        assert.deepEqual([page.sortedByArrival, ...page.messages.map(({ subject }) => subject)], [true, 'Beta', 'Alpha', 'Gamma'])
        return
      }
      const order = async (sort: 'date' | 'from' | 'subject' | 'size') => (await index(alice(), box, { sort, reverse: false })).messages.map(({ subject }) => subject)
      assert.deepEqual(await order('date'), ['Gamma', 'Beta', 'Alpha'])
      assert.deepEqual(await order('from'), ['Gamma', 'Alpha', 'Beta'])
      assert.deepEqual(await order('subject'), ['Alpha', 'Beta', 'Gamma'])
      assert.deepEqual(await order('size'), ['Gamma', 'Beta', 'Alpha'])
    })

    test('quick search finds subject, sender and recipients, 8-bit too; body: looks into the text; hostile text finds nothing', async () => {
      const box = await createMailbox(alice(), 'Search')
      await put(alice(), box, plain('=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=', { 'Content-Type': 'text/plain; charset=utf-8' }, 'needle in the text'))
      await put(alice(), box, plain('Other', { From: 'Needle <n@example.test>' }))
      const found = async (search: string) => (await index(alice(), box, { search })).messages.length
      assert.equal(await found('Grüße'), 1)
      assert.equal(await found('needle'), 1)
      assert.equal(await found('body: needle'), 1)
      assert.equal(await found('example.test'), 2)
      for (const hostile of ['" ALL', '") (', '{3}', '\\', 'x\r\nA1 LOGOUT', '*', '"" OR ALL']) assert.equal(await found(hostile), 0, hostile)
      assert.equal((await index(alice(), box)).total, 2)
    })

    test('a message without headers is listed as such, by its arrival', async () => {
      const box = await createMailbox(alice(), 'Bare')
      const ref = await put(alice(), box, Buffer.from('\r\nonly text\r\n'))
      const [row] = (await index(alice(), box)).messages
      assert.deepEqual([row?.subject, row?.from, row?.to], ['', [], []])
      assert.ok(Math.abs(Date.parse(row?.date ?? '') - Date.now()) < 86_400_000)
      const view = await openMessage(alice(), ref, { markSeen: false })
      assert.match(view.bodies.map(({ text }) => text).join(), /only text/)
    })

    test('a file sent with a blank text shows the file, never the source of the message', async () => {
      const box = await createMailbox(alice(), 'Blank')
      const parts = ['--b', 'Content-Type: text/plain', '', '', '', '--b', 'Content-Type: application/pdf; name=a.pdf', 'Content-Disposition: attachment', '', 'one file', '--b--', '']
      const ref = await put(alice(), box, plain('Scan', { 'MIME-Version': '1.0', 'Content-Type': 'multipart/mixed; boundary=b' }, parts.join('\r\n')))
      const view = await openMessage(alice(), ref, { markSeen: false })
      assert.deepEqual([view.bodies, view.notices, view.attachments.map((file) => file.name)], [[], [], ['a.pdf']])
    })

    test('one message nested deeper than a parser goes neither hides nor breaks its neighbours', async () => {
      const box = await createMailbox(alice(), 'Nested')
      await put(alice(), box, letter({ Subject: 'before', From: 'bob@example.test' }, 'before'))
      const deep = await put(alice(), box, nested(60))
      await put(alice(), box, letter({ Subject: 'behind', From: 'bob@example.test' }, 'behind'))
      const { messages } = await index(alice(), box)
      assert.deepEqual(messages.map(({ subject }) => subject), ['behind', 'deep', 'before'])
      const view = await openMessage(alice(), deep, { markSeen: false })
      assert.match(view.bodies.map(({ text }) => text).join(), /innermost words/)
    })

    test('raw 8-bit and encoded headers are read as people wrote them', async () => {
      const box = await createMailbox(alice(), 'Headers')
      await put(alice(), box, Buffer.concat([Buffer.from('From: J\xf6rg <j@example.test>\r\nSubject: Gr\xfc\xdfe\r\n\r\n', 'latin1'), Buffer.from('x')]))
      const [row] = (await index(alice(), box)).messages
      assert.deepEqual([row?.subject, row?.from[0]?.name], ['Grüße', 'Jörg'])
      const raw = Buffer.from('From: Jörg <j@example.test>\r\nSubject: Grüße – ✓\r\n\r\nx')
      const utf8 = await put(alice(), box, raw)
      assert.equal((await openMessage(alice(), utf8, { markSeen: false })).subject, 'Grüße – ✓')
      assert.deepEqual(await octetsOf((await readSource(alice(), utf8)).content), raw, 'the octets are kept as they came (RFC 6532)')
    })

    test('mailboxes are made in levels, renamed and deleted, and the tree shows it', async () => {
      const parent = await createMailbox(alice(), 'Tree & Ärger')
      const child = await createMailbox(alice(), 'Leaf', parent)
      const find = async (wanted: string) => (await listMailboxes(alice())).find(({ name: listed }) => listed === wanted)
      assert.deepEqual([(await find(child))?.label, (await find(child))?.level], ['Leaf', 1])
      await renameMailbox(alice(), child, child.replace('Leaf', 'Twig'))
      assert.equal(await find(child), undefined)
      await deleteMailbox(alice(), child.replace('Leaf', 'Twig'))
      assert.equal(await find(child.replace('Leaf', 'Twig')), undefined)
      assert.equal((await listMailboxes(alice()))[0]?.name, 'INBOX')
    })

    test('a name that cannot be is refused with its reason, and nothing is made', async () => {
      const before = (await listMailboxes(alice())).length
      for (const bad of ['', '  ', 'a\r\nb', 'a\u0000b', 'x'.repeat(300), 'a*b', 'a%b']) assert.equal(await failureOf(createMailbox(alice(), bad)), 'invalid', JSON.stringify(bad))
      const made = await createMailbox(alice(), 'Twice')
      assert.equal(await failureOf(createMailbox(alice(), 'Twice')), 'conflict')
      assert.equal(await failureOf(deleteMailbox(alice(), 'INBOX')), 'refused')
      assert.equal(await failureOf(deleteMailbox(alice(), made.replace('Twice', 'Never was'))), 'no-such-mailbox')
      assert.equal((await listMailboxes(alice())).length, before + 1)
    })

    test('a missing special mailbox is made at first use, once', async () => {
      for (const use of ['\\Drafts', '\\Sent', '\\Trash', '\\Junk', '\\Archive'] as const) {
        const made = await ensureSpecialUse(alice(), use)
        assert.equal(await ensureSpecialUse(alice(), use), made)
        assert.equal((await listMailboxes(alice())).find(({ name: listed }) => listed === made)?.specialUse, use)
      }
    })

    test('a mailbox that somebody has chosen for a use is used, made where it is missing, and marked; the server’s own is one like any other', async () => {
      const [from, kept] = [await createMailbox(alice(), 'Chosen from'), await createMailbox(alice(), 'Chosen bin')]
      const missing = kept.replace('Chosen bin', 'Chosen later')
      const chosen = { '\\Trash': kept, '\\Archive': missing }
      const [first, second] = [await put(alice(), from, plain('To the bin')), await put(alice(), from, plain('For later'))]
      assert.equal((await actOnMessages(alice(), { mailbox: from, ids: [first], action: 'delete', chosen })).moved?.target, kept)
      assert.equal((await actOnMessages(alice(), { mailbox: from, ids: [second], action: 'archive', chosen })).moved?.target, missing)
      const seen = await listMailboxes(alice(), { chosen })
      assert.deepEqual(seen.flatMap(({ name, specialUse }) => (specialUse === '\\Trash' || specialUse === '\\Archive' ? [[specialUse, name]] : [])), [['\\Trash', kept], ['\\Archive', missing]])
      const [gone] = (await index(alice(), kept)).messages
      assert.ok(gone)
      await actOnMessages(alice(), { mailbox: kept, ids: [refOf(kept, gone.id)], action: 'delete', chosen })
      assert.equal((await index(alice(), kept)).messages.length, 0)
      const below = (await listMailboxes(alice(), { prefix: kept })).map(({ name }) => name)
      assert.ok(below.includes('INBOX') && below.includes(kept) && !below.includes(from))
    })

    test('deleting moves to the Trash; in the Trash it removes exactly those, and never what another client has marked', async () => {
      const box = await createMailbox(alice(), 'Deleting')
      const trash = await ensureSpecialUse(alice(), '\\Trash')
      const [first, second] = [await put(alice(), box, plain('First')), await put(alice(), box, plain('Second'), ['\\Deleted'])]
      const result = await actOnMessages(alice(), { mailbox: box, ids: [first], action: 'delete' })
      assert.equal(result.moved?.target, trash)
      assert.deepEqual((await index(alice(), box)).messages.map(({ id }) => id), [`${second.uidValidity}.${second.uid}`])
      const marked = await put(alice(), trash, plain('Marked by another'), ['\\Deleted'])
      const gone = await put(alice(), trash, plain('Gone for good'))
      await deleteMessages(alice(), setOf(gone))
      const left = (await index(alice(), trash)).messages.map(({ subject }) => subject)
      assert.ok(left.includes('First') && left.includes('Marked by another') && !left.includes('Gone for good'))
      assert.equal((await openMessage(alice(), marked, { markSeen: false })).deleted, true)
    })

    test('moving and copying many at once, and where they went', async () => {
      const [from, to] = [await createMailbox(alice(), 'From here'), await createMailbox(alice(), 'To there')]
      const refs = [await put(alice(), from, plain('A')), await put(alice(), from, plain('B')), await put(alice(), from, plain('C'))]
      const moved = await actOnMessages(alice(), { mailbox: from, ids: refs.slice(0, 2), action: 'move', target: to })
      assert.equal(moved.moved?.ids.length, 2)
      const [, newId = ''] = moved.moved?.ids[0] ?? []
      assert.equal((await openMessage(alice(), refOf(to, newId), { markSeen: false })).subject, 'A')
      await actOnMessages(alice(), { mailbox: from, ids: refs.slice(2), action: 'copy', target: to })
      assert.deepEqual([(await index(alice(), from)).total, (await index(alice(), to)).total], [1, 3])
      assert.equal(await failureOf(actOnMessages(alice(), { mailbox: from, ids: refs.slice(2), action: 'move', target: to.replace('To there', 'No such place') })), 'no-such-mailbox')
      assert.equal((await index(alice(), from)).total, 1, 'a refused move moves nothing')
    })

    test('what is not there any more is said so: mailbox, message, incarnation, part', async () => {
      const box = await createMailbox(alice(), 'Stale')
      const ref = await put(alice(), box, plain('Here'))
      assert.equal(await failureOf(index(alice(), box.replace('Stale', 'No such mailbox'))), 'no-such-mailbox')
      assert.equal(await failureOf(openMessage(alice(), { ...ref, uid: toUid(ref.uid + 1000) }, { markSeen: true })), 'no-such-message')
      assert.equal(await failureOf(openMessage(alice(), { ...ref, uidValidity: toUidValidity(ref.uidValidity + 1) }, { markSeen: true })), 'mailbox-replaced')
      assert.equal(await failureOf(openPart(alice(), ref, '7')), 'no-such-part')
      assert.equal(await failureOf(openPart(alice(), ref, '1] BODY[')), 'no-such-part')
      assert.equal(await failureOf(actOnMessages(alice(), { mailbox: box, ids: [{ ...ref, uidValidity: toUidValidity(1) }], action: 'delete' })), 'mailbox-replaced')
      assert.equal((await index(alice(), box)).total, 1)
    })

    test('neighbours stand in the order of the index', async () => {
      const box = await createMailbox(alice(), 'Neighbours')
      const [a, b, c] = [await put(alice(), box, plain('Kilo')), await put(alice(), box, plain('Alpha')), await put(alice(), box, plain('Zulu'))]
      const id = ({ uidValidity, uid }: typeof a) => `${uidValidity}.${uid}`
      const byArrival = await openMessage(alice(), b, { markSeen: false })
      assert.deepEqual([byArrival.previous, byArrival.next], [id(c), id(a)])
      const bySubject = await openMessage(alice(), a, { markSeen: false, order: { sort: 'subject', reverse: false, search: '' } })
      assert.deepEqual([bySubject.previous, bySubject.next], sorts ? [id(b), id(c)] : [undefined, id(b)])
      const last = await openMessage(alice(), a, { markSeen: false })
      assert.equal(last.next, undefined)
    })

    test('another account sees none of it', async () => {
      const box = await createMailbox(alice(), 'Private')
      await put(alice(), box, plain('Secret'))
      assert.equal(await failureOf(index(site.connections(server.bob), box)), 'no-such-mailbox')
    })

    test('an untouched client of the same server agrees about flags', async () => {
      const box = await createMailbox(alice(), 'Agreed')
      const ref = await put(alice(), box, plain('Flagged'))
      await changeFlags(alice(), setOf(ref), { operation: 'add', flags: ['\\Answered', '$Forwarded'] })
      const client = await connect({ server: server.address, credentials: server.alice })
      await client.mailboxOpen(box)
      const seen = await client.fetchOne(String(ref.uid), { flags: true }, { uid: true })
      await client.logout()
      assert.ok(seen && seen.flags?.has('\\Answered') && seen.flags.has('$Forwarded'))
      const [row] = (await index(alice(), box)).messages
      assert.deepEqual([row?.answered, row?.forwarded], [true, true])
    })
  })
}

/** Multiparts in multiparts, so many, around one line of text. */
function nested(depth: number): Buffer {
  const open = Array.from({ length: depth }, (_, level) => [`Content-Type: multipart/mixed; boundary=b${level}`, '', `--b${level}`]).flat()
  const close = Array.from({ length: depth }, (_, level) => `--b${depth - 1 - level}--`)
  return Buffer.from(['Subject: deep', 'From: bob@example.test', ...open, 'Content-Type: text/plain', '', 'innermost words', ...close, ''].join('\r\n'))
}
