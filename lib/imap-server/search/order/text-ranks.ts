import type { Turns } from '../in-turns.ts'
import { numberOrder } from './number-order.ts'

/** Characters that begin a text and are compared as one number. */
const BEGINNING = 6
const [NONE, BEYOND] = [0, 0xff]

/** Texts of many messages, of which each different one is held, folded and compared once. */
export class TextRanks {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []
  readonly #messages: number[] = []

  /** The text of the next message. */
  add(text: string): void {
    let number = this.#numbers.get(text)
    if (number === undefined) {
      number = this.#texts.push(text) - 1
      this.#numbers.set(text, number)
    }
    this.#messages.push(number)
  }

  /** A number for each message: they compare as the texts do once they are folded, by their code units. */
  async ranks(fold: (text: string) => string, turns: Turns): Promise<Float64Array> {
    const folded: string[] = []
    await turns.each(this.#texts, (text) => folded.push(fold(text)))
    const beginnings = Float64Array.from(folded, beginningOf)
    const order = await numberOrder(beginnings, turns, (one, other) => compare(folded[one]!, folded[other]!))
    const ranks = new Float64Array(folded.length)
    for (let at = 1; at < order.length; at++) {
      const isSame = folded[order[at]!] === folded[order[at - 1]!]
      ranks[order[at]!] = ranks[order[at - 1]!]! + (isSame ? 0 : 1)
    }
    await turns.next()
    return Float64Array.from(this.#messages, (number) => ranks[number]!)
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** A number that is never greater than that of a greater text. */
function beginningOf(text: string): number {
  let value = 0
  let at = 0
  for (let isWithin = true; at < BEGINNING && isWithin; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : NONE
    isWithin = unit < BEYOND
    value = value * 256 + (isWithin ? unit : BEYOND)
  }
  return value * 256 ** (BEGINNING - at)
}
