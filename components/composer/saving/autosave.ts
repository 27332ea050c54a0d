import type { TypedText } from './local-copy.ts'

/** What the gateway says to a save. */
export type SaveAnswer =
  | { readonly kind: 'saved'; readonly revision: number }
  | { readonly kind: 'conflict'; readonly kept: string }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'session-ended' }
  | { readonly kind: 'offline' }

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'stopped'

export interface AutosaveMeans {
  /** The text as it stands in the form. */
  read(): TypedText
  save(revision: number, fields: TypedText): Promise<SaveAnswer>
  /** Hears of every change of state, and of nothing else; `answer` is what ended a save. */
  tell(state: SaveState, answer?: SaveAnswer): void
  later(task: () => void, milliseconds: number): () => void
}

/** A pause in typing after which the text is saved, and the longest that anybody types without one (reliability: 3 s after the last key). */
const PAUSE = 2_000
const LONGEST = 8_000
const RETRY = 5_000

/** Saves what is typed every few seconds, one save at a time, and never touches the form. */
export class Autosave {
  revision: number
  #saved: string
  #running: Promise<void> | undefined
  #cancel: (() => void) | undefined
  #firstChange: number | undefined
  /** A save of which no answer came: the gateway may have it. */
  #doubtful: TypedText | undefined
  #isStopped = false
  #told: { readonly state: SaveState; readonly answer: SaveAnswer | undefined } = { state: 'saved', answer: undefined }
  readonly #means: AutosaveMeans
  readonly #now: () => number

  constructor(revision: number, saved: TypedText, means: AutosaveMeans, now: () => number = Date.now) {
    this.revision = revision
    this.#saved = fingerprint(saved)
    this.#means = means
    this.#now = now
  }

  get isDirty(): boolean {
    return !this.#isStopped && !this.isSaved
  }

  /** Whether the gateway has all that stands in the form. */
  get isSaved(): boolean {
    return this.#doubtful === undefined && fingerprint(this.#means.read()) === this.#saved
  }

  /** Something was typed. */
  changed(): void {
    if (this.#isStopped) return
    this.#firstChange ??= this.#now()
    this.#tell('unsaved')
    const left = Math.max(0, this.#firstChange + LONGEST - this.#now())
    this.#schedule(Math.min(PAUSE, left))
  }

  /** Saves now if there is something to save; resolves when no save runs any more. */
  async flush(): Promise<void> {
    this.#cancel?.()
    await this.#running
    const isDoubtful = this.#doubtful !== undefined
    if (this.isDirty) await this.#save()
    if (isDoubtful && this.#doubtful === undefined && this.isDirty) await this.#save()
  }

  /** No save begins any more; resolves when none runs. The revision is then the one to post. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel?.()
    await this.#running
    // Whether the gateway has it decides which revision that is.
    if (this.#doubtful !== undefined) await this.#save()
  }

  /** Goes on after `stop`, as when a page comes back. */
  resume(): void {
    this.#isStopped = false
    if (this.isDirty) this.changed()
  }

  #tell(state: SaveState, answer?: SaveAnswer): void {
    // Not at each key: whoever hears of it draws the whole form again.
    if (state === this.#told.state && answer === this.#told.answer) return
    this.#told = { state, answer }
    this.#means.tell(state, answer)
  }

  #schedule(milliseconds: number): void {
    this.#cancel?.()
    this.#cancel = this.#means.later(() => void this.flush(), milliseconds)
  }

  #save(): Promise<void> {
    // Said again as it was, it contradicts nobody when it has arrived; what was typed since comes behind it.
    const fields = this.#doubtful ?? this.#means.read()
    this.#firstChange = undefined
    this.#tell('saving')
    this.#running = this.#means.save(this.revision, fields).then((answer) => {
      this.#running = undefined
      this.#doubtful = answer.kind === 'offline' ? fields : undefined
      this.#hear(answer, fields)
    })
    return this.#running
  }

  #hear(answer: SaveAnswer, fields: TypedText): void {
    if (answer.kind === 'saved') {
      this.revision = answer.revision
      this.#saved = fingerprint(fields)
      this.#tell(this.isSaved ? 'saved' : 'unsaved', answer)
      if (this.isDirty) this.#schedule(PAUSE)
    } else if (answer.kind === 'offline') {
      this.#tell('offline', answer)
      if (!this.#isStopped) this.#schedule(RETRY)
    } else if (answer.kind === 'refused') {
      // The text itself is the matter: it is tried again once it has changed.
      this.#tell('unsaved', answer)
    } else {
      this.#isStopped = true
      this.#tell('stopped', answer)
    }
  }
}

function fingerprint(fields: TypedText): string {
  return JSON.stringify(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1)))
}
