import { PageTable, type NumberKind, type Sql } from './page-table.ts'

/** Contents of one page: so many bits of a content's number say where it stands there. */
const BITS = 9
const PAGE = 1 << BITS

const EMPTY = new Float64Array(PAGE)

/** One number for each content; 0 until it is set. */
export class NumberPages {
  readonly #table: PageTable
  readonly #changed = new Map<number, Float64Array>()

  constructor(sql: Sql, kind: NumberKind) {
    this.#table = new PageTable(sql, kind)
  }

  get(content: number): number {
    return this.#page(content >>> BITS)[content & (PAGE - 1)]!
  }

  /** Kept once `write` is called. */
  set(content: number, number: number): void {
    const page = this.#page(content >>> BITS)
    page[content & (PAGE - 1)] = number
    this.#changed.set(content >>> BITS, page)
  }

  write(): void {
    for (const [number, page] of this.#changed) this.#table.write(number, new Uint8Array(page.buffer))
    this.#changed.clear()
  }

  /** Looks up what is kept of any content. */
  lookUp(): (content: number) => number {
    const pages = new Map([...this.#table.readAll()].map(([number, octets]) => [number, new Float64Array(octets)]))
    // Neighbours are mostly asked for one after the other.
    let [number, page] = [-1, EMPTY]
    return (content) => {
      if (content >>> BITS !== number) [number, page] = [content >>> BITS, pages.get(content >>> BITS) ?? EMPTY]
      return page[content & (PAGE - 1)]!
    }
  }

  #page(number: number): Float64Array<ArrayBuffer> {
    const changed = this.#changed.get(number)
    if (changed) return changed as Float64Array<ArrayBuffer>
    const octets = this.#table.read(number)
    return octets ? new Float64Array(octets) : new Float64Array(PAGE)
  }
}

/** Several numbers for each content; none until they are set. */
export class NumberLists {
  readonly #table: PageTable
  readonly #changed = new Map<number, number[][]>()

  constructor(sql: Sql, kind: NumberKind) {
    this.#table = new PageTable(sql, kind)
  }

  /** Kept once `write` is called. */
  set(content: number, numbers: readonly number[]): void {
    const number = content >>> BITS
    const page = this.#changed.get(number) ?? unpacked(this.#table.read(number))
    page[content & (PAGE - 1)] = [...numbers]
    this.#changed.set(number, page)
  }

  write(): void {
    for (const [number, page] of this.#changed) this.#table.write(number, packed(page))
    this.#changed.clear()
  }

  /** Looks up what is kept of any content. */
  lookUp(): (content: number) => Uint32Array {
    const pages = new Map([...this.#table.readAll()].map(([number, octets]) => [number, new Uint32Array(octets)]))
    return (content) => {
      const page = pages.get(content >>> BITS)
      const at = content & (PAGE - 1)
      return page ? page.subarray(page[at], page[at + 1]) : new Uint32Array()
    }
  }
}

/** Where each list begins, and where the last one ends, and then all of them. */
function packed(page: readonly (readonly number[])[]): Uint8Array {
  const starts = [PAGE + 1]
  for (const list of page) starts.push(starts.at(-1)! + list.length)
  return new Uint8Array(Uint32Array.from([...starts, ...page.flat()]).buffer)
}

function unpacked(octets: ArrayBuffer | undefined): number[][] {
  const page = new Uint32Array(octets ?? new ArrayBuffer())
  return Array.from({ length: PAGE }, (_, at) => [...page.subarray(page[at], page[at + 1])])
}
