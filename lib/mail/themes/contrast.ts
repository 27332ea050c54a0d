import { CONTRASTS, type TokenValues } from './tokens.ts'

/** Red, green and blue from 0 to 255, opacity from 0 to 1. */
export interface Color {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

export type Scheme = 'light' | 'dark'

/** More is no theme but a mistake: one `var()` may stand for many. UTF-16 units. */
const LONGEST = 8000

/** The value with every `var()` of another token replaced; undefined where it leads in a circle, to nothing, or grows out of bounds. */
export function substitute(name: string, values: TokenValues, seen: readonly string[] = []): string | undefined {
  const value = values[name]
  if (value === undefined || seen.includes(name) || seen.length > 8) return undefined
  let size = 0
  let isWhole = true
  const text = value.replaceAll(/var\(\s*(--[a-z0-9-]+)\s*\)/g, (_, other: string) => {
    const found = isWhole && size < LONGEST ? substitute(other, values, [...seen, name]) : undefined
    if (found === undefined) isWhole = false
    size += found?.length ?? 0
    return found ?? ''
  })
  return isWhole && text.length <= LONGEST ? text : undefined
}

/** The colour of a token in one scheme; undefined where it is written in a way that is not measured here, such as oklch(). */
export function colorOf(name: string, values: TokenValues, scheme: Scheme): Color | undefined {
  const text = substitute(name, values)
  return text === undefined ? undefined : readColor(schemeSide(text.trim(), scheme))
}

/** `light-dark(a, b)` as the side that counts in that scheme; any other value as it is. */
export function schemeSide(text: string, scheme: Scheme): string {
  if (!text.startsWith('light-dark(') || !text.endsWith(')')) return text
  const sides = splitTop(text.slice('light-dark('.length, -1))
  return sides.length === 2 ? ((scheme === 'light' ? sides[0] : sides[1]) ?? '') : text
}

function splitTop(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')') depth--
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.map((part) => part.trim())
}

/** `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()` of numbers, white, black and transparent; undefined for anything else. */
export function readColor(text: string): Color | undefined {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text)?.[1]
  if (hex !== undefined) return readHex(hex)
  if (text === 'white') return readHex('fff')
  if (text === 'black') return readHex('000')
  if (text === 'transparent') return readHex('0000')
  const numbers = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:\s*[/,]\s*([\d.]+)(%?))?\s*\)$/.exec(text)
  if (!numbers) return undefined
  const [, red, green, blue, alpha = '1', percent] = numbers
  return { red: Number(red), green: Number(green), blue: Number(blue), alpha: Number(alpha) / (percent === '%' ? 100 : 1) }
}

/** `#rrggbb`, without its opacity. */
export function hexOf({ red, green, blue }: Color): string {
  return `#${[red, green, blue].map((channel) => Math.min(255, channel).toString(16).padStart(2, '0')).join('')}`
}

function readHex(hex: string): Color | undefined {
  const full = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex
  if (full.length !== 6 && full.length !== 8) return undefined
  const octet = (at: number): number => Number.parseInt(full.slice(at, at + 2) || 'ff', 16)
  return { red: octet(0), green: octet(2), blue: octet(4), alpha: octet(6) / 255 }
}

/** The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance); what shines through is laid over the one behind. */
export function contrastOf(front: Color, back: Color): number {
  const lights = [luminance(over(front, back)), luminance(back)]
  return (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05)
}

function over(front: Color, back: Color): Color {
  const mix = (one: number, other: number): number => one * front.alpha + other * (1 - front.alpha)
  return { red: mix(front.red, back.red), green: mix(front.green, back.green), blue: mix(front.blue, back.blue), alpha: 1 }
}

function luminance({ red, green, blue }: Color): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** A pair of text and surface in one scheme. */
export interface Contrast {
  readonly front: string
  readonly back: string
  readonly scheme: Scheme
  /** Rounded down to hundredths. */
  readonly ratio: number
  readonly least: number
}

/** Every pair of text and surface that can be measured. `values` has all tokens. */
export function contrasts(values: TokenValues, scheme: Scheme): Contrast[] {
  return CONTRASTS.flatMap(([front, back, least]) => {
    const [one, other] = [colorOf(front, values, scheme), colorOf(back, values, scheme)]
    return one && other ? [{ front, back, scheme, ratio: Math.floor(contrastOf(one, other) * 100) / 100, least }] : []
  })
}

/** Every pair that is too weak. */
export function weakContrasts(values: TokenValues, scheme: Scheme): Contrast[] {
  return contrasts(values, scheme).filter(({ ratio, least }) => ratio < least)
}
