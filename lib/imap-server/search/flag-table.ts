import type { Uid } from '#lib/mail/uid.ts'

/** UIDs of one page of the table: so many bits of a UID say where it stands in its page. */
const BITS = 12
const PAGE = 1 << BITS
/** Lists of flags that are told apart: a mailbox has a handful, and a place is two octets. */
const LISTS = 0xffff

/** Which flags each message of a mailbox has, in two octets for each. */
export class FlagTable {
  /** The lists by their numbers; none has number 0, which is that of a message that is not there. */
  readonly #lists: (readonly string[])[] = [[]]
  readonly #numbers = new Map<string, number>()
  readonly #pages = new Map<number, Uint16Array>()
  /** The number of the list that was set last. */
  #last = 0
  /** The page that was looked at last: who asks about many goes through them in their order. */
  #page = -1
  #numbersOfPage: Uint16Array | undefined
  #isFull = false

  /** There were more different lists than it can tell apart: it cannot be asked any more. */
  get isFull(): boolean {
    return this.#isFull
  }

  /** Octets. */
  get size(): number {
    return this.#pages.size * PAGE * Uint16Array.BYTES_PER_ELEMENT
  }

  set(uid: Uid, flags: readonly string[]): void {
    const numbers = this.#numbersAround(uid) ?? this.#addPage(uid)
    // Neighbours are mostly alike, and the store gives those the same array.
    if (this.#last === 0 || this.#lists[this.#last] !== flags) this.#last = this.#numberOf(flags)
    numbers[uid & (PAGE - 1)] = this.#last
  }

  remove(uid: Uid): void {
    const numbers = this.#numbersAround(uid)
    if (numbers) numbers[uid & (PAGE - 1)] = 0
  }

  /** Undefined for a message that is not there. */
  flagsOf(uid: Uid): readonly string[] | undefined {
    const number = this.#at(uid)
    return number > 0 ? this.#lists[number] : undefined
  }

  has(uid: Uid): boolean {
    return this.#at(uid) > 0
  }

  /** The test of a message by its UID that is true where its flags fit; each list is looked at once. */
  test(fits: (flags: readonly string[]) => boolean): (uid: Uid) => boolean {
    const known: boolean[] = []
    return (uid) => {
      const number = this.#at(uid)
      return (known[number] ??= number > 0 && fits(this.#lists[number]!))
    }
  }

  #at(uid: Uid): number {
    return this.#numbersAround(uid)?.[uid & (PAGE - 1)] ?? 0
  }

  #numbersAround(uid: Uid): Uint16Array | undefined {
    const page = uid >>> BITS
    if (page !== this.#page) {
      this.#page = page
      this.#numbersOfPage = this.#pages.get(page)
    }
    return this.#numbersOfPage
  }

  #addPage(uid: Uid): Uint16Array {
    const numbers = new Uint16Array(PAGE)
    this.#pages.set(uid >>> BITS, numbers)
    this.#page = uid >>> BITS
    this.#numbersOfPage = numbers
    return numbers
  }

  #numberOf(flags: readonly string[]): number {
    const text = flags.join(' ')
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    if (this.#lists.length > LISTS) {
      this.#isFull = true
      return 0
    }
    this.#numbers.set(text, this.#lists.length)
    return this.#lists.push(flags) - 1
  }
}
