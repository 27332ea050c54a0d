import { readFile } from 'node:fs/promises'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { BODY_LENGTH, type CompositionAttachment } from '#lib/mail/composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { TEXT_FILE_OCTETS, textBelow, textOfFile } from '#lib/mail/writing/text-of-file.ts'
import { removeAttachment } from '../attach-file.ts'
import type { Writer } from '../writing.ts'

/**
 * Puts the text of files that were just attached at the end of what is typed, all of them or none; they are attached no more in either case.
 * Throws GatewayError 'invalid' without a file, for one that is no text and in a message in HTML, 'too-large' beyond what a message may hold.
 */
export async function insertText(writer: Writer, id: string, files: readonly string[]): Promise<void> {
  const { writing, session } = writer
  try {
    if (files.length === 0) throw new GatewayError('invalid', 'no file', { refusal: { name: 'text-file-none' } })
    const kept = await writing.store.get(session.account, id)
    if (kept.format !== 'text') throw new GatewayError('invalid', 'text into HTML')
    await writing.store.save(session.account, id, kept.revision, { ...kept, body: await bodyWith(writer, kept, files) })
  } finally {
    await dropFiles(writer, id, files)
  }
}

/** Takes off what was attached only to be inserted. */
export async function dropFiles(writer: Writer, id: string, files: readonly string[]): Promise<void> {
  for (const file of files) await removeAttachment(writer, id, file)
}

async function bodyWith({ writing: { spool } }: Writer, { body, attachments }: KeptComposition, files: readonly string[]): Promise<string> {
  let whole = body
  for (const file of attachments.filter(({ id }) => files.includes(id))) {
    if (file.size > TEXT_FILE_OCTETS) throw tooLong(file)
    const text = textOfFile(await readFile(spool.path(file.id)))
    if (text === undefined) throw new GatewayError('invalid', 'no text', { refusal: { name: 'text-file-not-text', with: { name: file.name } } })
    whole = textBelow(whole, text)
    if (whole.length > BODY_LENGTH) throw tooLong(file)
  }
  return whole
}

function tooLong({ name }: CompositionAttachment): GatewayError {
  return new GatewayError('too-large', 'text file', { refusal: { name: 'text-file-long', with: { name } } })
}
