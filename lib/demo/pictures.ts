import { crc32 } from 'node:zlib'
import { deflate } from './mime-builder.ts'

/** A colour as red, green, blue. */
export type Colour = readonly [number, number, number]

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A PNG of that size (RFC 2083) whose pixels `paint` says. */
export function png(width: number, height: number, paint: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(paint(x, y), y * (1 + width * 3) + 1 + x * 3)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8) // eight bits for each of red, green and blue
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflate(rows)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, content: Buffer): Buffer {
  const out = Buffer.alloc(12 + content.length)
  out.writeUInt32BE(content.length, 0)
  out.write(type, 4, 'latin1')
  content.copy(out, 8)
  out.writeUInt32BE(crc32(out.subarray(4, 8 + content.length)), 8 + content.length)
  return out
}

const NIGHT: Colour = [22, 34, 66]
const SEA: Colour = [24, 62, 84]
const TOWER: Colour = [232, 226, 214]
const BAND: Colour = [176, 52, 44]
const LAMP: Colour = [255, 224, 130]

/** A lighthouse at night, sending its beam over the sea. */
export function lighthouse(width = 320, height = 200): Buffer {
  const horizon = height * 0.72
  const [x0, top] = [width * 0.3, height * 0.22]
  return png(width, height, (x, y) => {
    const fromAxis = Math.abs(x - x0)
    if (y > top && y < horizon + 8 && fromAxis < 7 + (y - top) * 0.07) return Math.floor((y - top) / 22) % 2 === 0 ? TOWER : BAND
    if (Math.hypot(x - x0, y - top) < 10) return LAMP
    const inBeam = x > x0 && Math.abs(y - top + (x - x0) * 0.08) < (x - x0) * 0.11
    const base: Colour = y > horizon ? shade(SEA, 1 + 0.16 * Math.sin(y * 1.3 + Math.sin(x / 17) * 2)) : shade(NIGHT, 0.6 + (0.9 * y) / horizon)
    return inBeam ? mix(base, LAMP, 0.5 * (1 - (x - x0) / width)) : base
  })
}

/** Hills and a sail under a low sun; `hour` from 0 to 1 moves the sun. */
export function bay(hour: number, width = 320, height = 200): Buffer {
  const horizon = height * 0.55
  const [sunX, sunY] = [width * (0.15 + 0.7 * hour), horizon - height * 0.38 * Math.sin(Math.PI * (0.15 + 0.7 * hour))]
  return png(width, height, (x, y) => {
    if (y < horizon && Math.hypot(x - sunX, y - sunY) < height * 0.07) return [255, 236, 170]
    const sail = x > width * 0.62 && x < width * 0.62 + (y - height * 0.34) * 0.42 && y > height * 0.34 && y < height * 0.62
    if (sail) return [246, 244, 238]
    const hill = horizon - 18 - 14 * Math.sin(x / 41) - 7 * Math.sin(x / 13 + 1)
    if (y > hill && y < horizon) return [70, 96, 84]
    const sky = mix([255, 196, 150], [120, 170, 214], 1 - y / horizon)
    return y < horizon ? sky : shade([58, 118, 140], 1 + 0.12 * Math.sin(y * 0.9 + Math.sin(x / 9)))
  })
}

/** A square badge with a band, as small logos are. */
export function badge(colour: Colour, size = 48): Buffer {
  return png(size, size, (x, y) => (Math.abs(x - y) < size / 8 ? [255, 255, 255] : shade(colour, 0.85 + (0.3 * y) / size)))
}

function shade(colour: Colour, by: number): Colour {
  return [clamp(colour[0] * by), clamp(colour[1] * by), clamp(colour[2] * by)]
}

function mix(a: Colour, b: Colour, share: number): Colour {
  return [clamp(a[0] + (b[0] - a[0]) * share), clamp(a[1] + (b[1] - a[1]) * share), clamp(a[2] + (b[2] - a[2]) * share)]
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)))
}
