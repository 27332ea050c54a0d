/** Why another server's address books could not be read or changed. */
export type DavProblemKind = 'unreachable' | 'untrusted' | 'not-allowed' | 'refused-password' | 'forbidden' | 'not-carddav' | 'moved' | 'conflict' | 'gone' | 'token-too-old' | 'too-large' | 'too-slow' | 'failed'

/** A failure with a name; `detail` is for the log, never a secret and nothing of a card. */
export class DavProblem extends Error {
  readonly kind: DavProblemKind
  readonly detail: string
  constructor(kind: DavProblemKind, detail = '', options?: ErrorOptions) {
    super(detail === '' ? kind : `${kind}: ${detail}`, options)
    this.name = 'DavProblem'
    this.kind = kind
    this.detail = detail
  }
}
