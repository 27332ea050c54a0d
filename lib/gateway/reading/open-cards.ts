import { readVcards } from '#lib/address-book/vcard/read-vcards.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { mediaType, partName } from '#lib/mail/reading/attachments.ts'
import { isCardPart } from '#lib/mail/reading/card-part.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { wholePart } from '../parts/whole-part.ts'

const CARDS_OCTETS = 2 * 1024 * 1024
/** A page of more is none; all of them can be imported. */
const CARDS_SHOWN = 50

const isCards = (part: BodyPart): boolean => isCardPart(mediaType(part), partName(part))

/** The first vCards of a part. Throws GatewayError 'no-such-part' for what holds none, 'too-large', 'no-such-message', 'mailbox-replaced'. */
export async function openCards(connections: AccountConnections, ref: MessageRef, section: string, charset?: string): Promise<readonly Card[]> {
  const { part, octets } = await wholePart(connections, { ref, section }, isCards, CARDS_OCTETS)
  const text = Buffer.from(decodeOctets(octets, charset ?? part.parameters.charset ?? ''))
  const cards: Card[] = []
  for await (const result of readVcards((async function* () { yield text })())) {
    if ('card' in result) cards.push(result.card)
    if (cards.length >= CARDS_SHOWN) break
  }
  if (cards.length === 0) throw new GatewayError('no-such-part', 'no vCard')
  return cards
}
