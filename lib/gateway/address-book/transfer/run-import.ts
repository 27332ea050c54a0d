import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ImportProblem } from '#lib/address-book/store/imports/import-store.ts'
import { MOST_TOLD } from '#lib/address-book/store/imports/import-slices.ts'
import { excerptOf, type ReadCard } from '#lib/address-book/read-result.ts'
import type { Log } from '#lib/log/log.ts'
import { displayNameOf } from '#lib/mail/contacts/names.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { type ContactFiles, recordsOf } from './contact-files.ts'
import { takeBackCards } from './take-back.ts'

/** Nobody else's request waits longer for a slice than about this, in milliseconds. */
const SLICE_TIME = 20
const MOST_IN_SLICE = 200
/** Octets of cards that wait for their slice, as JSON: a few with photos. */
const MOST_OCTETS = 4 * 1024 * 1024

/**
 * Imports a file that has begun: all of its records, or when anything but a record fails none of them. Resolves in either case; what
 * happened is in the import. The file is gone then.
 */
export async function runImport(files: ContactFiles, kept: KeptImport, log: Log): Promise<void> {
  const { store, spool } = files
  try {
    await importRecords(files, kept)
    await store.endImport(kept.id, { state: 'done', failure: undefined })
  } catch (error) {
    if (!isGatewayError(error)) log.error('import failed', error)
    await takeBackCards(store, kept.id)
    const failure = isGatewayError(error) ? { failure: error.failure, refusal: error.refusal } : ({ failure: 'internal' } as const)
    await store.endImport(kept.id, { state: 'failed', failure })
  } finally {
    await spool.remove([kept.file])
  }
}

async function importRecords(files: ContactFiles, kept: KeptImport): Promise<void> {
  const slice = new Slice(files, kept)
  for await (const record of recordsOf(files.spool, kept)) {
    if (record.card) slice.addCard(record)
    else slice.addProblem({ ...record, isFailure: true })
    if (slice.isFull) await slice.write()
  }
  // What a slice found too large is told with the next.
  while (!slice.isEmpty) await slice.write()
}

/** Records on their way into the book, as many as are written in a moment. */
class Slice {
  readonly #files: ContactFiles
  readonly #kept: KeptImport
  #cards: ReadCard[] = []
  #problems: ImportProblem[] = []
  #octets = 0
  #size = 8
  #failed = 0

  constructor(files: ContactFiles, kept: KeptImport) {
    this.#files = files
    this.#kept = kept
  }

  get isFull(): boolean {
    return this.#cards.length >= this.#size || this.#problems.length >= MOST_IN_SLICE || this.#octets > MOST_OCTETS
  }

  get isEmpty(): boolean {
    return this.#cards.length === 0 && this.#problems.length === 0
  }

  addCard(record: ReadCard): void {
    this.#cards.push(record)
    for (const { values } of record.card.properties) for (const value of values) this.#octets += value.length
    for (const remark of record.remarks) this.#problems.push({ ...remark, isFailure: false })
  }

  /** Throws GatewayError 'refused' for a file of which most is unreadable. */
  addProblem({ line, problem, excerpt, isFailure }: ImportProblem): void {
    this.#problems.push({ line, problem, excerpt, isFailure })
    this.#failed += 1
    if (this.#failed > MOST_TOLD / 2) throw new GatewayError('refused', 'unreadable', { refusal: { name: 'import-unreadable', with: { most: MOST_TOLD / 2 } } })
  }

  async write(): Promise<void> {
    const [cards, problems] = [this.#cards, this.#problems]
    this.#cards = []
    this.#problems = []
    this.#octets = 0
    await nextTurn()
    const { store, who } = this.#files
    const begun = performance.now()
    const outcomes = await store.importCards(who, this.#kept.id, cards.map(({ card }) => card), problems)
    const took = performance.now() - begun
    this.#size = Math.max(1, Math.min(MOST_IN_SLICE, took > SLICE_TIME ? Math.floor((this.#size * SLICE_TIME) / took) : this.#size + 4))
    for (const [at, outcome] of outcomes.entries()) {
      const record = cards[at]
      if (outcome === 'too-large' && record) this.addProblem({ line: record.line, problem: 'too-large', excerpt: excerptOf(displayNameOf(record.card)), isFailure: true })
    }
  }
}
