/** Annotations that somebody has changed; values are not told (RFC 5464 §4.4.2). */
export interface AnnotationChange {
  /** The session that did it, which is not told. */
  readonly by: string
  /** Whose mailbox or account it is about; undefined for the server as all see it. */
  readonly owner: string | undefined
  /** Of the mailbox; undefined for an account or the server. */
  readonly uidValidity: number | undefined
  /** Whose private entries they are; shared ones are everybody's. */
  readonly reader: string
  readonly entries: readonly string[]
}

/** Who wants to hear of changed annotations, among all sessions of one server. */
export class AnnotationNews {
  readonly #listeners = new Set<(change: AnnotationChange) => void>()

  /** Calls at each change until the returned function is called. */
  watch(listener: (change: AnnotationChange) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  tell(change: AnnotationChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}
