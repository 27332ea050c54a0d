import { rasterType } from '../reading/viewable.ts'
import { inOrder, textOf } from './card.ts'
import type { Card } from './card.ts'

export interface Photo {
  /** By the octets, not by what the card says. */
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** The first picture that the card itself holds (a data: URI) and that is a PNG, JPEG, GIF or WebP by its first octets. An address elsewhere is none: nothing is ever fetched. */
export function photoOf(card: Card): Photo | undefined {
  for (const property of inOrder(card, 'photo')) {
    const bytes = dataOctets(textOf(property))
    const mediaType = bytes && rasterType(bytes)
    if (bytes !== undefined && (mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/gif' || mediaType === 'image/webp')) return { mediaType, bytes }
  }
  return undefined
}

/** The octets of a data: URI in base64 (RFC 2397); undefined for any other URI and for base64 that is none. */
function dataOctets(uri: string): Uint8Array<ArrayBuffer> | undefined {
  const comma = uri.indexOf(',')
  if (comma === -1 || comma > 300 || !/^data:[^,]*;base64$/i.test(uri.slice(0, comma))) return undefined
  try {
    return Uint8Array.from(atob(uri.slice(comma + 1)), (char) => char.charCodeAt(0))
  } catch {
    // No base64: the card has no picture that anyone could show.
    return undefined
  }
}
