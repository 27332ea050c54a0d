import { requireAnnotationRoom } from '../annotation-limits.ts'
import type { Annotations } from '../mail-store.ts'

/** Annotations of one mailbox in memory, whoever reads them. */
export class MemoryAnnotations {
  /** Who reads, then the entry: what is shared has no reader, nor has the owner's own. */
  readonly #values = new Map<string, Map<string, Uint8Array>>()

  of(reader: string): Annotations {
    return { all: async () => this.#all(reader), set: async (changes) => this.#set(reader, changes) }
  }

  copy(): MemoryAnnotations {
    const copy = new MemoryAnnotations()
    for (const [reader, values] of this.#values) copy.#values.set(reader, new Map(values))
    return copy
  }

  #all(reader: string): ReadonlyMap<string, Uint8Array> {
    const shared = [...(this.#values.get('') ?? [])].filter(([name]) => reader === '' || name.startsWith('/shared/'))
    return new Map([...shared, ...(reader === '' ? [] : (this.#values.get(reader) ?? []))].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #set(reader: string, changes: ReadonlyMap<string, Uint8Array | undefined>): void {
    const after = new Map(this.#all(reader))
    for (const [name, value] of changes) {
      if (value === undefined) after.delete(name)
      else after.set(name, value)
    }
    requireAnnotationRoom(after.size, [...after.values()].reduce((sum, { length }) => sum + length, 0))
    const isShared = ([name]: readonly [string, Uint8Array]): boolean => name.startsWith('/shared/')
    if (reader === '') this.#values.set('', after)
    else {
      const ofOwner = [...(this.#values.get('') ?? [])].filter((entry) => !isShared(entry))
      this.#values.set('', new Map([...ofOwner, ...[...after].filter(isShared)]))
      this.#values.set(reader, new Map([...after].filter((entry) => !isShared(entry))))
    }
  }
}
