import { Base64Decoder } from './decoders/base64.ts'
import { QuotedPrintableDecoder } from './decoders/quoted-printable.ts'
import { UuDecoder } from './decoders/uuencode.ts'

export interface TransferDecoder {
  /** The octets that are certain by now; may be a view of `chunk`. */
  write(chunk: Uint8Array): Uint8Array
  end(): Uint8Array
}

const IDENTITY: TransferDecoder = { write: (chunk) => chunk, end: () => new Uint8Array(0) }

/** The decoder for a Content-Transfer-Encoding however it is spelled; an unknown one leaves the octets as they are (RFC 2045 §6). */
export function transferDecoder(encoding: string): TransferDecoder {
  switch (normalizeEncoding(encoding)) {
    case 'base64':
      return new Base64Decoder()
    case 'quoted-printable':
      return new QuotedPrintableDecoder()
    case 'x-uuencode':
      return new UuDecoder()
    default:
      return IDENTITY
  }
}

const KNOWN: readonly string[] = ['7bit', '8bit', 'binary', 'base64', 'quoted-printable', 'x-uuencode']

/** False for a normalized encoding whose octets nobody here can decode. */
export function isKnownEncoding(encoding: string): boolean {
  return KNOWN.includes(encoding)
}

/** The encoding's name in lower case with the misspellings of real mail mended; '7bit' when there is none. */
export function normalizeEncoding(value: string): string {
  const name = value.slice(0, 100).replace(/\([^)]*\)/g, ' ').replace(/[;,].*$/s, '').replace(/["'\s]+/g, '').toLowerCase()
  switch (name) {
    case '':
      return '7bit'
    case 'base-64':
    case 'x-base64':
      return 'base64'
    case 'quoted_printable':
    case 'quotedprintable':
    case 'qp':
      return 'quoted-printable'
    case 'uuencode':
    case 'x-uue':
    case 'uue':
      return 'x-uuencode'
    case '7-bit':
    case '7bits':
      return '7bit'
    case '8-bit':
    case '8bits':
      return '8bit'
    default:
      return /^[a-z0-9-]+$/.test(name) ? name : '7bit'
  }
}

/** The content without its transfer encoding, as a stream; damaged input is decoded as far as it goes and never an error. */
export async function* decodeTransfer(content: AsyncIterable<Uint8Array>, encoding: string): AsyncIterable<Uint8Array> {
  const decoder = transferDecoder(encoding)
  for await (const chunk of content) {
    const decoded = decoder.write(chunk)
    if (decoded.length > 0) yield decoded
  }
  const rest = decoder.end()
  if (rest.length > 0) yield rest
}

/** `decodeTransfer` for octets at hand. */
export function decodeTransferOctets(octets: Uint8Array, encoding: string): Uint8Array {
  const decoder = transferDecoder(encoding)
  const [head, rest] = [decoder.write(octets), decoder.end()]
  return rest.length === 0 ? head : Buffer.concat([head, rest])
}
