import type { Address, Envelope } from '#lib/mail/envelope.ts'

/** Text in which each character is one octet (code at most 0xFF), so that it goes to a socket as 'latin1' unchanged. */
export type OctetString = string

/** Where one MIME part lies in the message: octet offsets from its start, `end` exclusive. */
export interface PartExtent {
  /** Section number (RFC 9051 §6.4.5.1); '' is the message itself. */
  readonly section: string
  /** `type/subtype` in lower case. */
  readonly mediaType: string
  readonly headerStart: number
  /** First octet of the body, behind the blank line. */
  readonly bodyStart: number
  readonly bodyEnd: number
  /** Content-Transfer-Encoding in lower case. */
  readonly encoding: string
  /** The charset parameter in lower case, '' when there is none. */
  readonly charset: string
  /** Octets of a leaf's body without its transfer encoding; undefined where nobody has counted them. */
  readonly decodedSize?: number
  /** Known together with `decodedSize`: whether a NUL is among them. */
  readonly hasNul?: boolean
}

/** What SORT, THREAD and SEARCH compare: decoded to Unicode, made once at append. */
export interface SearchKeys {
  readonly subject: string
  /** RFC 5256 §2.1 base subject, upper-cased for i;ascii-casemap over Unicode. */
  readonly baseSubject: string
  readonly from: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
  /** Milliseconds since 1970 of the Date header; undefined when it cannot be read. */
  readonly sentDate?: number
  /** The day of the Date header as it was written, `YYYY-MM-DD` without its zone (SENTBEFORE and its like). */
  readonly sentDay?: string
  readonly messageId: string
  readonly inReplyTo: string
  readonly references: readonly string[]
}

/** Everything about a message that is computed once, when it is appended, and never again. */
export interface MessageDigest {
  /** Octets of the whole message. */
  readonly size: number
  /** FETCH ENVELOPE in wire form, parentheses included (RFC 9051 §7.5.2). */
  readonly envelope: OctetString
  /** FETCH BODYSTRUCTURE in wire form, with extension data. */
  readonly bodyStructure: OctetString
  /** FETCH BODY in wire form, without extension data. */
  readonly body: OctetString
  /** The header block with its blank line, at most HEADER_LIMIT octets. */
  readonly header: Uint8Array
  /** All parts, a parent before its children; [0] is the message itself. */
  readonly parts: readonly PartExtent[]
  readonly keys: SearchKeys
  /** The first words of its text, at most 200 characters (RFC 8970 §3.3). */
  readonly preview: string
}

export type { Envelope }
