import type { Uid } from '#lib/mail/uid.ts'
import type { DigestField, Mailbox, MessageField, MessageFields, MessageMeta, StoredMessage } from './mail-store.ts'

type MetaField = Exclude<keyof MessageMeta, 'uid'>

const META_FIELDS: ReadonlySet<string> = new Set<MetaField>(['flags', 'modSeq', 'internalDate', 'zone', 'saveDate', 'size'])

/** True for what comes with each message, unasked. */
export function isMetaField(field: MessageField): field is Exclude<keyof MessageMeta, 'uid'> {
  return META_FIELDS.has(field)
}

/** What Mailbox.fields answers, from all that comes with the messages. */
export async function* fieldsOfMessages<Field extends MessageField>(messages: Mailbox['messages'], uids: readonly Uid[], fields: readonly Field[]): AsyncGenerator<readonly MessageFields<Field>[]> {
  const digest = fields.filter((field): field is Field & DigestField => !isMetaField(field))
  for await (const batch of messages(uids, digest)) yield batch.map((message) => picked(message, fields))
}

function picked<Field extends MessageField>(message: StoredMessage, fields: readonly Field[]): MessageFields<Field> {
  const known = ['uid' as const, ...fields].filter((field) => field in message)
  return Object.fromEntries(known.map((field) => [field, message[field]])) as MessageFields<Field>
}
