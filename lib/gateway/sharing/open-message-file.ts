import { attachmentName } from '#lib/composition/attachment-name.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { attachFile, type NewFile } from '../writing/attach-file.ts'
import { newFields } from '../writing/begin/new-fields.ts'
import { authorOf } from '../writing/begin/start-composition.ts'
import { discardComposition } from '../writing/discard-composition.ts'
import { postponeToDraft } from '../writing/postpone-composition.ts'
import type { Writer } from '../writing/writing.ts'

/** Where a message lies that is attached to another one. */
export interface OpenedFile {
  readonly draft: MessageRef
  readonly section: string
}

/**
 * Takes a message from a file so that it can be read like any other that is attached to a message: behind every wall, on a page
 * from which it can be put into a mailbox. It is kept as an attachment of a draft to nobody. Throws GatewayError 'invalid' for a
 * file that holds no message, 'too-large', 'over-quota'; then nothing is left.
 */
export async function openMessageFile(writer: Writer, { name, content }: Pick<NewFile, 'name' | 'content'>): Promise<OpenedFile> {
  const { writing: { store }, session } = writer
  const title = attachmentName(name)
  const { id } = await store.begin(session.account, { ...newFields({ subject: title.replace(/\.eml$/i, '') }, authorOf(writer)), body: '' })
  try {
    await attachFile(writer, id, { name: title, mediaType: 'message/rfc822', content: whileMessage(content), isMessage: true })
    return { draft: (await postponeToDraft(writer, id)).ref, section: '2' }
  } catch (error) {
    await discardComposition(writer, id).catch(() => undefined) // it expires by itself
    throw error
  }
}

/** RFC 5322 §2.2: a message begins with the name of a field and a colon. Octets 0 are in no message (§3.5). */
async function* whileMessage(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begins = ''
  for await (const chunk of content) {
    if (begins.length < 1000) {
      begins += Buffer.from(chunk.subarray(0, 1000)).toString('latin1')
      if (!/^[\x21-\x39\x3b-\x7e]{1,200}(?:[ \t]*:|[ \t]*$)/.test(begins)) throw noMessage()
    }
    if (chunk.includes(0)) throw noMessage()
    yield chunk
  }
  if (!/^[\x21-\x39\x3b-\x7e]+[ \t]*:/.test(begins)) throw noMessage()
}

function noMessage(): GatewayError {
  return new GatewayError('invalid', 'no message', { refusal: { name: 'file-no-message' } })
}
