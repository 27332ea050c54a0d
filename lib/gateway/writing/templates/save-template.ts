import type { CompositionOutcome, KeptComposition } from '#lib/composition/kept-composition.ts'
import { composeTemplate, TEMPLATE_HEADER } from '#lib/composition/message/compose-message.ts'
import { makeMessageId } from '#lib/composition/message/message-id.ts'
import { removeMessage } from '#lib/imap/append/remove-message.ts'
import { listTemplates, MOST_TEMPLATES } from '#lib/imap/templates/list-templates.ts'
import { ensureTemplatesMailbox, findTemplatesMailbox } from '#lib/imap/templates/templates-mailbox.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import { appendSpooled } from '../append-spooled.ts'
import { wholeMessage } from '../formatted/whole-message.ts'
import { oneLine } from '../begin/subject-prefix.ts'
import type { Writer } from '../writing.ts'

/**
 * Keeps the composition, with its attachments, as a template of that name, or of its subject's. It stays open; one that changes a template takes that
 * one's place, once it is there, and is closed. Throws GatewayError 'invalid' without a name, 'too-large' where there are enough, 'refused', 'over-quota'.
 */
export function saveTemplate(writer: Writer, id: string, typed: string): Promise<CompositionOutcome | undefined> {
  return writer.writing.running.join(`template\n${writer.session.account}\n${id}`, () => save(writer, id, typed))
}

/** The templates of the account and the mailbox that holds them; undefined where there is none yet. */
export async function viewTemplates({ connections }: Pick<Writer, 'connections'>) {
  const mailbox = await findTemplatesMailbox(connections)
  return mailbox === undefined ? undefined : { mailbox, templates: await listTemplates(connections, mailbox, TEMPLATE_HEADER) }
}

async function save(writer: Writer, id: string, typed: string): Promise<CompositionOutcome | undefined> {
  const { writing: { store, spool, userAgent }, connections, session } = writer
  const kept = await store.get(session.account, id)
  if (kept.state !== 'open') throw new GatewayError('conflict', `state ${kept.state}`, { refusal: { name: 'composition-leaving' } })
  const name = oneLine(typed).slice(0, 200) || oneLine(kept.subject)
  if (name === '') throw new GatewayError('invalid', 'template without a name', { refusal: { name: 'template-name' } })
  const mailbox = await ensureTemplatesMailbox(connections)
  if (kept.kind !== 'template' && (await listTemplates(connections, mailbox, TEMPLATE_HEADER)).length >= MOST_TEMPLATES) throw new GatewayError('too-large', 'templates', { refusal: { name: 'templates-many', with: { most: MOST_TEMPLATES } } })
  const messageId = makeMessageId(kept.from)
  const file = await spool.write(composeTemplate({ ...(await wholeMessage(store, session.account, kept)), messageId }, name, { spool, userAgent, date: new Date() }))
  await appendSpooled(connections, spool, { mailbox, flags: ['\\Seen'], file: file.id, size: file.size, mark: { name: 'Message-ID', value: messageId } }).finally(() => spool.remove([file.id]))
  if (kept.kind !== 'template') return undefined
  await removeOld(writer, kept)
  const outcome = { result: 'postponed' as const, accepted: [], refused: [], mailbox, subject: kept.subject }
  await spool.remove(await store.close(session.account, id, outcome))
  return { ...outcome, id, at: Date.now() }
}

/** The new one is there; an old one that stays is a nuisance, not a loss. */
async function removeOld({ connections, writing }: Writer, { original }: KeptComposition): Promise<void> {
  const old = original && readMessageId(original.id)
  if (!old) return
  await removeMessage(connections, { mailbox: original.mailbox, ...old }).catch((error: unknown) => {
    if (isGatewayError(error)) writing.log.info('old template not removed', { failure: error.failure })
    else writing.log.error('old template not removed', error)
  })
}
