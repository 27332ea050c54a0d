/** Why a directory could not answer; each has its words for people and its reason for administrators. */
export type DirectoryFailureKind =
  | 'unreachable'
  | 'unknown-host'
  | 'timeout'
  | 'certificate'
  | 'credentials'
  | 'refused'
  | 'no-such-base'
  | 'too-large'
  | 'not-understood'

/** The one error that leaves this room. Its message is for the log, and holds neither password nor what was looked for. */
export class DirectoryFailure extends Error {
  readonly kind: DirectoryFailureKind

  constructor(kind: DirectoryFailureKind, detail: string, options?: ErrorOptions) {
    super(`${kind}: ${detail}`, options)
    this.name = 'DirectoryFailure'
    this.kind = kind
  }
}
