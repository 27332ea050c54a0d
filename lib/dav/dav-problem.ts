/** Why another server's address books could not be read or changed. */
export type DavProblemKind = 'unreachable' | 'untrusted' | 'not-allowed' | 'refused-password' | 'forbidden' | 'rejected' | 'not-carddav' | 'moved' | 'conflict' | 'gone' | 'token-too-old' | 'too-large' | 'too-slow' | 'busy' | 'failed'

interface DavProblemOptions extends ErrorOptions {
  /** Seconds after which the server wants to be asked again, where it says so. */
  readonly retryAfter?: number | undefined
}

/** A failure with a name; `detail` is for the log, never a secret and nothing of a card. */
export class DavProblem extends Error {
  readonly kind: DavProblemKind
  readonly detail: string
  readonly retryAfter: number | undefined
  constructor(kind: DavProblemKind, detail = '', options?: DavProblemOptions) {
    super(detail === '' ? kind : `${kind}: ${detail}`, options)
    this.name = 'DavProblem'
    this.kind = kind
    this.detail = detail
    this.retryAfter = options?.retryAfter
  }
}
