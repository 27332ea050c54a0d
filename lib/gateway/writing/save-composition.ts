import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { composedText } from '#lib/html/composing/composed-text.ts'
import { SHOWN_AS_TEXT, type CompositionAttachment } from '#lib/mail/composition.ts'
import type { KeptComposition, SavedFields } from '#lib/composition/kept-composition.ts'
import { checkTypedFields, type RawFields } from '#lib/composition/typed-fields.ts'
import { changeIdentity } from '#lib/mail/writing/identity.ts'
import { changeSignature } from './formatted/change-signature.ts'
import { isSameText, keepFormat } from './formatted/keep-format.ts'
import { chosenIdentity, identityOf } from './identity/identities.ts'
import type { Writer, Writing } from './writing.ts'

/** `kept` holds the text that was given: the composition itself, or after a conflict a second one beside it. */
export interface Saved {
  readonly kept: KeptComposition
  /** The composition had been changed elsewhere, and has kept what was saved there. */
  readonly conflict: boolean
}

/**
 * Keeps what was typed. When another tab has saved something else since `revision`, nothing is overwritten: the late text becomes a
 * composition of its own with the same attachments. Throws GatewayError 'no-such-composition', 'invalid', 'too-large', and
 * 'preference-locked' for a sender that is none of the person's.
 */
export async function saveComposition(writer: Writer, id: string, revision: number, raw: RawFields & { readonly from?: string }): Promise<Saved> {
  const { writing, session } = writer
  const before = await writing.store.find(session.account, id)
  const { typed, kept } = withIdentity(writer, before, raw)
  const fields = kept ? await keepFormat(writer, kept, typed, raw.format ?? '') : typed
  const saved = await keepText(writing, session.account, { id, revision, fields })
  await writing.store.claim(session.account, saved.kept.id, session.id)
  return saved
}

/** What was typed, and what it was typed into. */
interface Typed {
  readonly typed: SavedFields
  readonly kept: KeptComposition | undefined
}

/** Another sender brings another signature along, unless a script of ours has seen to it. */
function withIdentity(writer: Writer, kept: KeptComposition | undefined, { from = '', ...raw }: RawFields & { readonly from?: string }): Typed {
  const fields = checkTypedFields(raw)
  if (from === '' || !kept || kept.from === from) return { typed: fields, kept }
  const [before, chosen] = [identityOf(writer, kept.from), chosenIdentity(writer, from)]
  const changed = { ...fields, ...changeIdentity(fields, before, chosen), from: chosen.from }
  if (kept.format !== 'html') return { typed: changed, kept }
  if (raw.format !== SHOWN_AS_TEXT) return { typed: { ...fields, from: chosen.from }, kept }
  if (!isSameText(fields.body, kept.body)) return { typed: changed, kept }
  // What was shown as text is in HTML still.
  const html = changeSignature(kept.html, before, chosen)
  const body = html === kept.html ? kept.body : composedText(html)
  return { typed: { ...changed, body }, kept: { ...kept, html, body } }
}

async function keepText(writing: Writing, account: string, { id, revision, fields }: { id: string; revision: number; fields: SavedFields }): Promise<Saved> {
  try {
    return { kept: await writing.store.save(account, id, revision, fields), conflict: false }
  } catch (error) {
    if (!isGatewayError(error) || error.failure !== 'conflict') throw error
    const other = await writing.store.get(account, id)
    return { kept: await keepBeside(writing, account, other, fields), conflict: true }
  }
}

/** With all that belongs to the other one: its files, and the message that it quotes. */
async function keepBeside(writing: Writing, account: string, other: KeptComposition, fields: SavedFields): Promise<KeptComposition> {
  const { kind, from, inReplyTo, references, original, others } = other
  const attachments = await duplicate(writing, other.attachments)
  const quoted = await writing.store.quoted(account, other.id)
  return writing.store.begin(account, { ...fields, ...(quoted ? { quoted } : {}), kind, from: fields.from ?? from, inReplyTo, references, attachments, touched: true, ...(original ? { original } : {}), ...(others ? { others } : {}) })
}

async function duplicate({ spool }: Writing, attachments: readonly CompositionAttachment[]): Promise<readonly CompositionAttachment[]> {
  const copies: CompositionAttachment[] = []
  for (const attachment of attachments) copies.push({ ...attachment, id: await spool.duplicate(attachment.id) })
  return copies
}
