import { htmlToText } from '#lib/html/html-to-text.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { signedContent } from '#lib/mime/cms/signed-content.ts'
import type { PartExtent } from '#lib/mime/digest.ts'
import { firstValue, parseHeader } from '#lib/mime/header.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { parseStructured } from '#lib/mime/parameters.ts'
import type { PackedFile } from '#lib/mime/tnef/unpack-tnef.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'

/** Characters that are shown. */
const TEXT_LIMIT = 256 * 1024
/** More files than these are not unpacked. */
const FILES_LIMIT = 500

/** The text of what lies in an opaque signature, its plain one before its HTML; '' where it has none. The octets may break off. */
export function textInside(signature: Uint8Array): string {
  const octets = signedContent(signature)
  const parts = octets ? leavesOf(octets) : []
  const part = parts.find(({ mediaType }) => mediaType === 'text/plain') ?? parts.find(({ mediaType }) => mediaType === 'text/html')
  if (!octets || !part) return ''
  const text = decodeOctets(contentOf(octets, part), part.charset)
  return (part.mediaType === 'text/html' ? htmlToText(text) : text.replace(/\r\n?/g, '\n')).slice(0, TEXT_LIMIT)
}

/** Everything that lies in an opaque signature as files, its texts too; undefined where it is none. */
export function filesInside(signature: Uint8Array): readonly PackedFile[] | undefined {
  const octets = signedContent(signature)
  return octets && leavesOf(octets).slice(0, FILES_LIMIT).map((part, at) => ({ name: nameOf(octets, part) || `part-${at + 1}${ENDINGS[part.mediaType] ?? ''}`, mediaType: part.mediaType, content: contentOf(octets, part) }))
}

const ENDINGS: Readonly<Record<string, string>> = { 'text/plain': '.txt', 'text/html': '.html', 'message/rfc822': '.eml' }

/** The parts that are no multipart; a message inside is one of them, and its parts are its own affair. */
function leavesOf(octets: Uint8Array): readonly PartExtent[] {
  const digester = new MessageDigester()
  digester.write(octets)
  const { parts } = digester.end()
  const leaves = parts.filter(({ mediaType }) => !mediaType.startsWith('multipart/'))
  const messages = leaves.filter(({ mediaType }) => mediaType === 'message/rfc822')
  return leaves.filter((part) => !messages.some((message) => part !== message && part.headerStart >= message.bodyStart && part.bodyEnd <= message.bodyEnd))
}

function contentOf(octets: Uint8Array, { bodyStart, bodyEnd, encoding }: PartExtent): Uint8Array {
  return decodeTransferOctets(octets.subarray(bodyStart, bodyEnd), encoding)
}

function nameOf(octets: Uint8Array, { headerStart, bodyStart }: PartExtent): string {
  const fields = parseHeader(octets.subarray(headerStart, bodyStart))
  const parametersOf = (name: string): Readonly<Record<string, string>> => parseStructured(firstValue(fields, name) ?? '').parameters
  return parametersOf('content-disposition').filename ?? parametersOf('content-type').name ?? ''
}
