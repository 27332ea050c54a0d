import type { CardPlace } from '#lib/address-book/store/address-book-store.ts'
import { photoOf, type Photo } from '#lib/mail/contacts/photo.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'
import type { ContactsOf } from './contacts-of.ts'

/** Octets of a photo as it is uploaded; in the card it is a third larger. */
export const PHOTO_OCTETS = 256 * 1024

const TYPES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])

/** The photo inside a card. Throws GatewayError 'no-such-contact' where it has none, only the address of one elsewhere, or no raster picture. */
export async function readPhoto({ store, who }: ContactsOf, place: CardPlace): Promise<Photo> {
  const photo = photoOf((await store.card(who, place)).card)
  if (!photo) throw new GatewayError('no-such-contact', 'photo')
  return photo
}

/** Another photo, or none. Throws GatewayError 'invalid' for what is no raster picture, 'too-large'. */
export async function changePhoto({ store, who }: ContactsOf, place: CardPlace, content: Uint8Array | undefined): Promise<void> {
  const { card, etag } = await store.card(who, place)
  const others = card.properties.filter(({ name }) => name !== 'photo')
  const photo = content === undefined ? [] : [{ name: 'photo', parameters: {}, type: 'uri', values: [dataUri(content)] }]
  await store.save(who, place.book, { properties: [...others, ...photo] }, { id: place.id, expected: etag })
}

function dataUri(content: Uint8Array): string {
  const refusal = { name: 'card-photo', with: { kilobytes: PHOTO_OCTETS / 1024 } } as const
  if (content.length > PHOTO_OCTETS) throw new GatewayError('too-large', 'photo', { refusal })
  const mediaType = rasterType(content)
  if (mediaType === undefined || !TYPES.has(mediaType)) throw new GatewayError('invalid', 'photo', { refusal })
  return `data:${mediaType};base64,${Buffer.from(content).toString('base64')}`
}
