import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GatewayError } from '#lib/mail/gateway-error.ts'
import { appendMessage } from '#lib/imap/operations/append-message.ts'
import { octets, readMailbox, writingForEach, type WritingFixture } from '#lib/testing/writing-fixture.ts'
import { attachFile } from '../attach-file.ts'
import { startComposition } from '../begin/start-composition.ts'
import { saveComposition } from '../save-composition.ts'
import { saveTemplate, viewTemplates } from './save-template.ts'

const ACCOUNT = 'account of alice'
let site: WritingFixture
writingForEach((fresh) => ({ site } = fresh))

const TYPED = { to: 'Bob <bob@example.test>, half', cc: '', bcc: 'secret@example.test', replyTo: '', subject: 'Angebot 🎉', body: '  Dear …\n\n-- \nAlice\n', priority: 'high', reports: 'receipt', headers: '' } as const

async function write(fields: Partial<Record<keyof typeof TYPED, string>> = {}) {
  const begun = await startComposition(site.writer, { kind: 'new' })
  const { kept } = await saveComposition(site.writer, begun.id, begun.revision, { ...TYPED, ...fields })
  return attachFile(site.writer, kept.id, { name: 'Prices é.txt', mediaType: 'text/plain', content: octets('one, two') })
}

const held = async () => (await viewTemplates(site.writer))?.templates ?? []

test('a template is a message in a mailbox that other programs know; one made from it is as it was written, and is a message of its own', async () => {
  assert.equal(await viewTemplates(site.writer), undefined)
  const written = await write()
  assert.equal(await saveTemplate(site.writer, written.id, '  Offer for é\n '), undefined)
  const [template] = await held()
  assert.deepEqual([template?.name, template?.ref.mailbox], ['Offer for é', 'Templates'])
  const [stored] = await readMailbox(site.connections, 'Templates')
  assert.deepEqual([stored?.flags, stored?.content.includes(written.id), stored?.content.includes(written.messageId)], [['\\Seen'], false, false])
  const begun = await startComposition(site.writer, { kind: 'from-template', original: template?.ref ?? assert.fail() })
  for (const [name, value] of Object.entries(TYPED)) assert.equal(begun[name as keyof typeof TYPED], value, name)
  assert.deepEqual(begun.attachments.map(({ name, size }) => [name, size]), [['Prices é.txt', 8]])
  assert.deepEqual([begun.kind, begun.original, begun.draft, begun.inReplyTo], ['from-template', undefined, undefined, ''])
  const again = await startComposition(site.writer, { kind: 'from-template', original: template?.ref ?? assert.fail() })
  assert.notEqual(again.id, begun.id)
  assert.notEqual(again.messageId, begun.messageId)
  // The message that became a template is still being written.
  assert.equal((await site.writer.writing.store.get(ACCOUNT, written.id)).state, 'open')
})

test('a changed template takes the place of the old one and of no other', async () => {
  for (const name of ['One', 'Two']) await saveTemplate(site.writer, (await write()).id, name)
  const old = (await held()).find(({ name }) => name === 'One') ?? assert.fail()
  const changed = await startComposition(site.writer, { kind: 'template', original: old.ref })
  await saveComposition(site.writer, changed.id, changed.revision, { ...TYPED, body: 'Changed' })
  assert.equal((await saveTemplate(site.writer, changed.id, 'Uno'))?.mailbox, 'Templates')
  assert.deepEqual((await held()).map(({ name }) => name), ['Two', 'Uno'])
  assert.equal((await startComposition(site.writer, { kind: 'from-template', original: (await held())[1]?.ref ?? assert.fail() })).body, 'Changed')
  await assert.rejects(site.writer.writing.store.get(ACCOUNT, changed.id), { failure: 'no-such-composition' })
})

test('what another mail program put there is a template, too, by its subject', async () => {
  await saveTemplate(site.writer, (await write({ subject: 'Zebra' })).id, '')
  const content = Buffer.from('From: alice@example.test\r\nTo: carol@example.test\r\nSubject: =?utf-8?Q?Caf=C3=A9?=\r\nX-Mozilla-Draft-Info: internal/draft\r\n\r\nBon\r\n')
  await appendMessage(site.connections, 'Templates', { content, flags: [] })
  assert.deepEqual((await held()).map(({ name }) => name), ['Café', 'Zebra'])
  const begun = await startComposition(site.writer, { kind: 'from-template', original: (await held())[0]?.ref ?? assert.fail() })
  assert.deepEqual([begun.to, begun.subject, begun.body], ['carol@example.test', 'Café', 'Bon'])
})

test('without a name, and where the server makes no mailbox, nothing is lost and a sentence says so', async () => {
  await assert.rejects(saveTemplate(site.writer, (await write({ subject: '' })).id, ' '), (error: GatewayError) => error.refusal?.name === 'template-name')
  const { connections } = site
  type Executing = { exec(command: string, ...rest: unknown[]): unknown }
  // INBOX is always there, so a server refuses to make it.
  const exec = (client: object, command: string, ...rest: unknown[]) => (client as Executing).exec(command, ...(command === 'CREATE' ? [[{ type: 'ATOM', value: 'INBOX' }], ...rest.slice(1)] : rest))
  const refusing: typeof connections = { ...connections, useAny: (task) => connections.useAny((client) => task(Object.create(client, { exec: { value: exec.bind(undefined, client) } }) as typeof client)) }
  const { id } = await write()
  await assert.rejects(saveTemplate({ ...site.writer, connections: refusing }, id, 'Offer'), (error: GatewayError) => error.refusal?.name === 'templates-no-mailbox')
  assert.equal((await site.writer.writing.store.get(ACCOUNT, id)).attachments.length, 1)
})
