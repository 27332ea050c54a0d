/** One-line fields: long enough for a thousand addresses, short enough that nothing has to be streamed. In UTF-16 units. */
export const ADDRESS_FIELD_LENGTH = 256 * 1024
/** Keeps the field within one header line of 998 even without a blank in it (RFC 5322 §2.1.1). */
export const SUBJECT_LENGTH = 900
/** HTML of what is typed, in UTF-16 units. */
export const HTML_LENGTH = 2_000_000
/** Header lines of one's own, all together, in UTF-16 units. */
export const HEADERS_LENGTH = 8_000
/** All of To, Cc and Bcc together. What goes to more belongs to a mailing list. */
export const RECIPIENT_LIMIT = 10_000
/** Attachments of one composition. */
export const ATTACHMENT_LIMIT = 200
/** Milliseconds for which an upload that does not go on is kept. */
export const UPLOAD_LIFE = 24 * 3_600_000
/** Uploads of one composition that may wait to go on. */
export const UPLOAD_LIMIT = 20
/** Characters of an attachment's name; file systems allow 255. */
export const ATTACHMENT_NAME_LENGTH = 255
/** Open compositions of one account. */
export const COMPOSITION_LIMIT = 200
/** Messages named in References: the first and the last of a longer thread (RFC 5322 §3.6.4 wants the parents, and a header has an end). */
export const REFERENCE_LIMIT = 100

/** Octets that one account may keep in the spool. */
export const spoolQuota = (messageSize: number): number => Math.max(1024 ** 3, 4 * messageSize)

const LINE = 57 // octets that base64 puts on one line of 76 characters and CRLF

/** Octets that a file takes inside a message: base64 in lines of 76, and the part's own header (RFC 2045 §6.8). */
export function encodedSize(size: number): number {
  return Math.ceil(size / 3) * 4 + Math.ceil(size / LINE) * 2 + PART_HEADER
}

/** Boundary, Content-Type, Content-Disposition and Content-Transfer-Encoding with a long name in both of its forms. */
const PART_HEADER = 1_000
/** What is left for the header of the message and its text. */
const MESSAGE_RESERVE = 16 * 1024

/**
 * Octets of attachments that still fit into a message of at most `messageSize` octets beside those that are there:
 * a third less than the limit says, because base64 is counted.
 */
export function usableAttachmentSize(messageSize: number, attached: readonly number[]): number {
  const taken = attached.reduce((sum, size) => sum + encodedSize(size), MESSAGE_RESERVE + PART_HEADER)
  const left = messageSize - taken
  return left <= 0 ? 0 : Math.floor((left * LINE) / 78)
}
