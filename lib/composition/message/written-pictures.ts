import { createHash } from 'node:crypto'

/** A picture that was written into the HTML itself. */
export interface WrittenPicture {
  /** Without its brackets; the same for the same octets. */
  readonly contentId: string
  readonly mediaType: string
  readonly content: Buffer
}

/** As the sanitizer writes it: no blanks, a raster type in lower case. */
const PICTURE = /(<img\b[^>]* src=")data:(image\/[a-z-]{1,10});base64,([A-Za-z0-9+/=]+)"/g

/**
 * HTML that is safe already, as it is sent: pictures that stand in it as data, such as those of a signature, become parts of the message (RFC 2392), each once. Many mail
 * programs show no others.
 */
export function picturesApart(html: string): { readonly html: string; readonly pictures: readonly WrittenPicture[] } {
  const pictures = new Map<string, WrittenPicture>()
  const apart = html.replace(PICTURE, (_, before: string, mediaType: string, base64: string) => {
    const content = Buffer.from(base64, 'base64')
    const contentId = `${createHash('sha256').update(content).digest('hex').slice(0, 32)}@picture`
    pictures.set(contentId, { contentId, mediaType, content })
    return `${before}cid:${contentId}"`
  })
  return { html: apart, pictures: [...pictures.values()] }
}
