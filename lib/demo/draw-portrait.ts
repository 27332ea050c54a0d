import { png, type Colour } from './pictures.ts'

const SKIN: Colour = [244, 240, 232]

/** A picture of somebody who does not exist: head and shoulders before a colour of their own, the same each time. */
export function drawPortrait(hue: number): Uint8Array {
  const ground: Colour = [90 + ((hue * 53) % 120), 90 + ((hue * 97) % 120), 90 + ((hue * 31) % 120)]
  return png(96, 96, (x, y) => {
    const isHead = Math.hypot(x - 48, y - 38) < 18
    const isShoulder = Math.hypot(x - 48, y - 96) < 34
    return isHead || isShoulder ? SKIN : ground
  })
}
