import type { ReadMessage } from '#lib/imap/operations/read-message.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { attachmentParts } from '#lib/mail/reading/attachments.ts'
import type { BodyView, MessageView } from '#lib/mail/reading/message-view.ts'
import { encryptedPart, encryptedText } from '#lib/mail/reading/trust/encrypted-part.ts'
import { clearSigned, signedParts } from '#lib/mail/reading/trust/signed-parts.ts'

type Protection = Pick<MessageView, 'signed' | 'encrypted'>

/** What of a message is signed or encrypted: as its structure says, else as its text does. Nothing of it is checked here. */
export function protectionOf({ structure }: Pick<ReadMessage, 'structure'>, bodies: readonly BodyView[]): Protection {
  if (!structure) return {}
  const encrypted = encryptedPart(structure)
  if (encrypted) return { encrypted }
  const signed = signedParts(structure)
  return signed.length > 0 ? { signed } : inText(structure, bodies)
}

/** The first text that says so; OpenPGP in the text itself is older than its place in MIME, and still written. */
function inText(structure: BodyPart, bodies: readonly BodyView[]): Protection {
  const isOnly = bodies.length === 1 && attachmentParts(structure).length === 0
  for (const body of bodies) {
    if (body.kind !== 'text' || body.section === '') continue
    const clear = clearSigned(body.text)
    if (clear) return { signed: [{ format: 'openpgp', kind: 'clear', content: body.section, signature: body.section, size: body.text.length, isWhole: clear.isAlone && isOnly }] }
    const sealed = encryptedText(body.text)
    if (sealed) return { encrypted: { format: 'openpgp', section: body.section, content: 'text', isWhole: sealed.isAlone && isOnly } }
  }
  return {}
}
