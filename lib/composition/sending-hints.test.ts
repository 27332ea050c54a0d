import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeptComposition } from './kept-composition.ts'
import { mentionsAttachment } from './mentions-attachment.ts'
import { sendingHints } from './sending-hints.ts'

const MESSAGE: KeptComposition = {
  id: 'x', kind: 'new', from: 'Alice <alice@harbour.test>', to: 'bob@harbour.test', cc: '', bcc: '', replyTo: '', subject: 'Lunch', body: 'At noon?', priority: 'normal', reports: 'none', followUp: 'none', headers: '', copyTo: '', format: 'text', html: '', quotation: 'none',
  attachments: [], inReplyTo: '', references: [], revision: 1, savedAt: 0, messageId: '<id@harbour.test>', state: 'open', touched: true,
}
const people = (count: number): string => Array.from({ length: count }, (_, at) => `p${at}@harbour.test`).join(', ')

test('what is worth a look before a message leaves', () => {
  const table: [name: string, message: Partial<KeptComposition>, hints: readonly string[]][] = [
    ['nothing', {}, []],
    ['blanks are no subject', { subject: '  ' }, ['no-subject']],
    ['a promise', { body: 'See the attachment.' }, ['no-attachment']],
    ['a promise that was kept', { body: 'See the attachment.', attachments: [{ id: 'a', name: 'a', mediaType: 'text/plain', size: 1 }] }, []],
    ['many, seen by all', { cc: people(21) }, ['many-visible']],
    ['a group is its members', { to: `Crew: ${people(21)};` }, ['many-visible']],
    ['many, unseen', { bcc: people(21) }, []],
    ['an answer to a few', { kind: 'reply-all', cc: people(3) }, []],
    ['an answer to everybody', { kind: 'reply-all', cc: people(8) }, ['reply-all']],
    ['one’s own domain, a letter missing', { to: 'bob@harbur.test' }, ['lookalike-domain']],
    ['two letters that changed places', { bcc: 'bob@gmial.com' }, ['lookalike-domain']],
    ['a letter too many', { to: 'bob@gmail.comm' }, ['lookalike-domain']],
    ['a well-known one', { to: 'bob@gmail.com, carol@GMX.net' }, []],
    ['an end that nobody has', { to: 'bob@pier.con' }, ['unknown-domain']],
    ['no domain at all', { cc: 'bob@pier' }, ['unknown-domain']],
    ['a number for a domain', { bcc: 'bob@192.0.2.1' }, ['unknown-domain']],
    ['a number in brackets', { to: 'bob@[192.0.2.1], carol@localhost' }, []],
    ['a domain without a dot, as one’s own', { from: 'alice@harbour', to: 'bob@pier, carol@harbour' }, []],
    ['a promise in what is sent on', { kind: 'forward', body: 'See below.\n\n-------- Weitergeleitete Nachricht --------\nSubject: x\n\nThe plan is attached.\n' }, []],
    ['a promise above what is sent on', { kind: 'forward', body: 'The plan is attached.\n\n-------- Forwarded message --------\nSubject: x\n\nHello\n' }, ['no-attachment']],
    ['another domain', { to: 'bob@lighthouse.test' }, []],
  ]
  for (const [name, message, hints] of table) assert.deepEqual(sendingHints({ ...MESSAGE, ...message }), hints, name)
  assert.throws(() => sendingHints({ ...MESSAGE, to: 'no body', subject: '' }), (error: Error) => error.message === 'invalid: addresses')
})

test('a file is promised in many languages, and not by what is quoted or stands in a signature', () => {
  const promises = ['Please find ATTACHED', 'Die Datei ist im Anhang.', 'Vous trouverez ci-joint', 'Te mando adjunto el plan', 'In allegato il piano', 'Segue anexo', 'Zie de bijlage', 'Plik w załączniku', 'Файл во вложении', '資料を添付します', '请看附件', 'الملف المرفق']
  for (const text of promises) assert.equal(mentionsAttachment(`Hello\n${text}\n`), true, text)
  for (const text of ['At noon?', '> see the attachment', 'x\n-- \nattachments are read on Mondays', 'unattached']) assert.equal(mentionsAttachment(text), false, text)
})
