import type { WrittenContacts } from '#lib/gateway/address-book/transfer/write-contacts.ts'
import { partHeaders } from '../content/part-headers.ts'

/** A file of contacts to be saved, called as its book and the day. */
export function contactFile({ ending, mediaType, content }: WrittenContacts, title: string, today = new Date()): Response {
  const name = `${title} ${today.toISOString().slice(0, 10)}${ending}`
  const headers = partHeaders({ disposition: 'attachment', mediaType, name })
  // The cards are in UTF-8 whatever a reader would guess.
  if (mediaType.startsWith('text/')) headers.set('Content-Type', `${mediaType}; charset=utf-8`)
  return new Response(content, { headers })
}
