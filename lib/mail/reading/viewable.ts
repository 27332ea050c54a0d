/** What a browser may show in its own viewer (threats D5); raster images only after a look at their first octets. */
const VIEWABLE = new Set(['text/plain', 'image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'])
const VIEWABLE_MEDIA = /^(audio|video)\/[a-z0-9.+-]{1,60}$/

/** True when a part of that type (lower case) may be viewed in place; everything else is only ever downloaded. */
export function isViewable(mediaType: string): boolean {
  return VIEWABLE.has(mediaType) || VIEWABLE_MEDIA.test(mediaType)
}

/** The type that raster octets really are, by their first ones; undefined for anything else, whatever it says it is. */
export function rasterType(start: Uint8Array): string | undefined {
  const head = String.fromCharCode(...start.subarray(0, 16))
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif'
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'image/webp'
  if (head.slice(4, 12) === 'ftypavif' || head.slice(4, 12) === 'ftypavis') return 'image/avif'
  if (head.startsWith('BM')) return 'image/bmp'
  return undefined
}
