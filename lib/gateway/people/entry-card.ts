import type { Asker, Directory } from '#lib/directory/directory.ts'
import type { Log } from '#lib/log/log.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'
import { PHOTO_OCTETS } from '../address-book/contact-photo.ts'
import { askDirectory } from '../directory/ask-directory.ts'
import { cardOfEntry } from './card-of-entry.ts'
import { toldByDirectory } from './follow-entry.ts'

/** An entry as a card, with its photo where a card has room for it. Throws GatewayError 'no-such-contact' where there is no such entry, 'server-unreachable' where nobody could be asked. */
export async function entryCard(directory: Directory | undefined, dn: string, asker: Asker, log: Log): Promise<Card> {
  if (!directory) throw new GatewayError('no-such-contact', 'directory')
  const answer = await askDirectory(directory, async () => {
    const details = await directory.read(dn, asker)
    return { details, photo: details?.hasPhoto === true ? await directory.octets(dn, 'photo', asker) : undefined }
  }, { log })
  if ('failure' in answer) throw new GatewayError('server-unreachable', answer.failure)
  const { details, photo } = answer
  if (!details) throw new GatewayError('no-such-contact', 'entry')
  const { properties } = cardOfEntry(details)
  return { properties: toldByDirectory([...properties, ...photoProperty(photo)]) }
}

function photoProperty(photo: Uint8Array | undefined): Card['properties'] {
  const mediaType = photo && photo.length <= PHOTO_OCTETS ? rasterType(photo) : undefined
  return photo && mediaType !== undefined ? [{ name: 'photo', parameters: {}, type: 'uri', values: [`data:${mediaType};base64,${Buffer.from(photo).toString('base64')}`] }] : []
}
