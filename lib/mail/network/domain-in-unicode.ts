/*
 * RFC 3492, with the numbers of its §5. Of our own, since what reads links runs in browsers too, which have nothing for it.
 */
const BASE = 36
const SKEW = 38
const DAMP = 700
const FIRST_BIAS = 72
const FIRST_CODE = 128
const MOST = 26

/** A domain as its readers would write it; a label that is in no such form stays as it is. */
export function domainInUnicode(domain: string): string {
  return domain.split('.').map((label) => (/^xn--/i.test(label) ? (decoded(label.slice(4).toLowerCase()) ?? label) : label)).join('.')
}

/** RFC 3492 §6.2; undefined for what is none. A label of the DNS has 63 octets, so no number here grows far. */
function decoded(label: string): string | undefined {
  const behind = label.lastIndexOf('-')
  const codes = [...label.slice(0, Math.max(behind, 0))].map((letter) => letter.codePointAt(0) ?? 0)
  if (codes.some((code) => code >= FIRST_CODE)) return undefined
  let code = FIRST_CODE
  let bias = FIRST_BIAS
  let place = 0
  for (let at = behind + 1; at < label.length; ) {
    const before = place
    for (let weight = 1, step = BASE; ; step += BASE) {
      const digit = digitOf(label.charCodeAt(at++))
      if (digit === undefined) return undefined
      place += digit * weight
      const threshold = Math.min(MOST, Math.max(1, step - bias))
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    bias = adapted(place - before, codes.length + 1, before === 0)
    code += Math.floor(place / (codes.length + 1))
    place %= codes.length + 1
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined
    codes.splice(place++, 0, code)
  }
  return String.fromCodePoint(...codes)
}

function digitOf(letter: number): number | undefined {
  if (letter >= 97 && letter <= 122) return letter - 97
  return letter >= 48 && letter <= 57 ? letter - 22 : undefined
}

/** RFC 3492 §6.1. */
function adapted(delta: number, points: number, isFirst: boolean): number {
  let left = Math.floor(delta / (isFirst ? DAMP : 2))
  left += Math.floor(left / points)
  let bias = 0
  for (; left > ((BASE - 1) * MOST) / 2; bias += BASE) left = Math.floor(left / (BASE - 1))
  return bias + Math.floor((BASE * left) / (left + SKEW))
}
