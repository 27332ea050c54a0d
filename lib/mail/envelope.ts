/** One address of an envelope, decoded for people. A group is its name with its members. */
export interface Address {
  /** The display name, decoded; empty when there is none. */
  readonly name: string
  /** `local@domain`; empty for an address that could not be read. */
  readonly address: string
  /** Members, when this is a group (RFC 5322 §3.4); then `address` is empty. */
  readonly group?: readonly Address[]
}

/** The parsed header summary of FETCH ENVELOPE (RFC 9051 §7.5.2), decoded to Unicode. */
export interface Envelope {
  /** The Date header; absent when there is none that can be read. */
  readonly date?: Date
  readonly subject: string
  readonly from: readonly Address[]
  readonly sender: readonly Address[]
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
  /** With its angle brackets, as it stands; empty when there is none. */
  readonly inReplyTo: string
  readonly messageId: string
}
