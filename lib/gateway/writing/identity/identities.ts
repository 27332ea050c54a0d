import { composedText } from '#lib/html/composing/composed-text.ts'
import { sanitizeComposedHtml, sentPicture } from '#lib/html/composing/sanitize-composed.ts'
import type { Signature } from '#lib/html/composing/signature-html.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Address } from '#lib/mail/envelope.ts'
import type { Identity } from '#lib/mail/writing/identity.ts'
import { formatAddress, parseAddresses } from '#lib/mime/addresses.ts'
import type { Writer } from '../writing.ts'

/** One of the names under which somebody writes. */
export interface OwnIdentity extends Identity {
  readonly address: string
  readonly organization: string
  /** The mailbox for copies of what goes out under it; '' for the usual one. */
  readonly sent: string
}

/** All of somebody's, the usual one first. Where an administrator keeps name or address, that one alone. */
export function identitiesOf({ session, habits }: Pick<Writer, 'session' | 'habits'>): readonly [OwnIdentity, ...OwnIdentity[]] {
  const usual = {
    name: habits['identity.full_name'],
    address: habits['identity.address'] || session.address,
    reply_to: habits['identity.reply_to'],
    organization: habits['identity.organization'],
    sent: '',
    signature_format: habits['identity.signature_format'],
    signature: habits['identity.signature'],
  }
  return [identity(usual), ...habits.identities.map(identity)]
}

/** The identity that writes that From as it stands; else the one with the same address; else the usual one. */
export function identityOf(writer: Pick<Writer, 'session' | 'habits'>, from: string): OwnIdentity {
  const all = identitiesOf(writer)
  const [address] = parseAddresses(from)
  return all.find((each) => each.from === from) ?? all.find((each) => address !== undefined && isSame(each.address, address.address)) ?? all[0]
}

/** The identity that a person chose. Throws GatewayError 'preference-locked' for what is none of theirs: no page offers it. */
export function chosenIdentity(writer: Pick<Writer, 'session' | 'habits'>, from: string): OwnIdentity {
  const found = identitiesOf(writer).find((each) => each.from === from)
  if (!found) throw new GatewayError('preference-locked', 'from')
  return found
}

/** The identity that the first of those addresses names which is one's own, as the message that is answered was addressed; else the usual one. */
export function identityAddressed(writer: Pick<Writer, 'session' | 'habits'>, addressed: readonly Address[]): OwnIdentity {
  const all = identitiesOf(writer)
  const named = addressed.flatMap((each) => each.group ?? [each]).map((each) => all.find(({ address }) => isSame(each.address, address)))
  return named.find((found) => found !== undefined) ?? all[0]
}

function identity({ name, address, reply_to, organization, sent, ...written }: Writer['habits']['identities'][number]): OwnIdentity {
  return { from: formatAddress({ name, address }), address, replyTo: reply_to, organization, sent, ...signatureOf(written) }
}

/** In both forms. Whoever wrote it, it is made safe: an annotation of the account can be set by any mail program. */
function signatureOf({ signature, signature_format }: Pick<Writer['habits']['identities'][number], 'signature' | 'signature_format'>): Signature {
  if (signature_format !== 'html') return { signature: signature.trimEnd(), formatted: '' }
  const formatted = sanitizeComposedHtml(signature, { styles: 'dropped', picture: sentPicture }).trim()
  return { signature: composedText(formatted).trim(), formatted }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
