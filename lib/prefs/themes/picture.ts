export interface PictureSize {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly width: number
  readonly height: number
}

/**
 * What a picture says of itself in its first octets; undefined where it is none of the three kinds that are served. Only raster
 * pictures: an SVG is a document that may hold scripts and references.
 */
export function readPicture(octets: Uint8Array): PictureSize | undefined {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
  if (octets.length < 32) return undefined
  // PNG, 2nd edition, §5.2 and §11.2.2.
  if (view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a && text(octets, 12, 4) === 'IHDR') return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
  if (text(octets, 0, 4) === 'RIFF' && text(octets, 8, 4) === 'WEBP') return webp(octets, view)
  if (view.getUint16(0) === 0xffd8) return jpeg(view)
  return undefined
}

function text(octets: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...octets.subarray(at, at + length))
}

/** RFC 9649 §2. */
function webp(octets: Uint8Array, view: DataView): PictureSize | undefined {
  const kind = text(octets, 12, 4)
  const type = 'image/webp'
  if (kind === 'VP8X') return { type, width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8 & 0xffffff) }
  if (kind === 'VP8L') return { type, width: 1 + (view.getUint32(21, true) & 0x3fff), height: 1 + (view.getUint32(21, true) >>> 14 & 0x3fff) }
  if (kind === 'VP8 ') return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  return undefined
}

/** ITU-T T.81 annex B: segments up to the frame's header. */
function jpeg(view: DataView): PictureSize | undefined {
  let at = 2
  while (at + 9 < view.byteLength) {
    const marker = view.getUint16(at)
    if (marker < 0xff01) return undefined
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && marker !== 0xffc4 && marker !== 0xffc8 && marker !== 0xffcc
    if (isFrame) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return undefined
}
