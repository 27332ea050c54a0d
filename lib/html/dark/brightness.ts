/** Colours that mail calls by name, as how bright they are; what is not among them counts as said by nobody. */
const NAMED: Readonly<Record<string, number>> = {
  black: 0, navy: 0.06, midnightblue: 0.13, darkblue: 0.06, maroon: 0.15, indigo: 0.14, darkslategray: 0.27, darkslategrey: 0.27, dimgray: 0.41, dimgrey: 0.41, purple: 0.21, green: 0.29, blue: 0.11, red: 0.3,
  teal: 0.35, olive: 0.44, gray: 0.5, grey: 0.5, darkgray: 0.66, darkgrey: 0.66, silver: 0.75, orange: 0.68, lime: 0.59, aqua: 0.7, cyan: 0.7, fuchsia: 0.41, magenta: 0.41, yellow: 0.89,
  lightgray: 0.83, lightgrey: 0.83, gainsboro: 0.86, whitesmoke: 0.96, beige: 0.95, ivory: 0.99, snow: 0.98, ghostwhite: 0.98, aliceblue: 0.97, white: 1,
}

/** A colour in any of the forms that mail uses. */
const COLOR = /#[\da-f]{3,8}\b|\b(?:rgb|hsl)a?\([^()]{1,100}\)|\b[a-z]{3,20}\b/gi

/** How bright the first colour in a value is, 0 for black to 1 for white; undefined where it names none that can be seen. */
export function brightnessOf(value: string): number | undefined {
  for (const [color] of value.slice(0, 500).replace(/url\([^)]*\)/gi, '').matchAll(COLOR)) {
    const brightness = brightnessOfColor(color.toLowerCase())
    if (brightness !== undefined) return brightness
  }
  return undefined
}

function brightnessOfColor(color: string): number | undefined {
  if (color.startsWith('#')) return hexBrightness(color.slice(1))
  if (!color.includes('(')) return NAMED[color]
  const [first = 0, second = 0, third = 0, alpha = 1] = numbersOf(color)
  if (alpha < 0.5) return undefined
  return color.startsWith('hsl') ? third / 100 : brightness(first, second, third)
}

function numbersOf(color: string): readonly number[] {
  return [...color.matchAll(/([\d.]+)(%?)/g)].map(([, number, percent], at) => Number(number) * (percent === '%' && color.startsWith('rgb') && at < 3 ? 2.55 : 1))
}

function hexBrightness(digits: string): number | undefined {
  const short = digits.length < 6
  if ((digits.length === 4 || digits.length === 8) && Number.parseInt(digits.slice(short ? 3 : 6), 16) < (short ? 8 : 128)) return undefined
  const at = (index: number): number => (short ? Number.parseInt(digits.charAt(index).repeat(2), 16) : Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16))
  return brightness(at(0), at(1), at(2))
}

/** As eyes weigh the three (ITU-R BT.601). */
function brightness(red: number, green: number, blue: number): number {
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255
}
