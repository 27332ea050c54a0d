import { contactFormat, isContactFormatName } from '#lib/address-book/formats/contact-formats.ts'
import type { ContactFormatName } from '#lib/address-book/formats/contact-format.ts'
import { inCharset } from '#lib/address-book/octets/in-charset.ts'
import type { ReadResult } from '#lib/address-book/read-result.ts'
import type { Spool } from '#lib/composition/spool.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ContactsOf } from '../contacts-of.ts'

/** Octets of a file of contacts: a hundred thousand cards, or a thousand photos. */
export const IMPORT_OCTETS = 128 * 1024 * 1024

/** Whose files of contacts, and where they wait. */
export interface ContactFiles extends ContactsOf {
  readonly spool: Spool
}

export type { ContactFormatName }

/** The formats in the order in which a page offers them. */
export const FORMAT_NAMES: readonly ContactFormatName[] = ['vcard4', 'vcard3', 'ldif', 'csv', 'thunderbird', 'google', 'outlook', 'pine']

/** Of these every file is a table with columns to be mapped. */
const TABLES: ReadonlySet<string> = new Set<ContactFormatName>(['csv', 'thunderbird', 'google', 'outlook'])

export function isTable(format: string): boolean {
  return TABLES.has(format)
}

/** Charsets that a page offers for a file whose own is not recognised. */
export const IMPORT_CHARSETS = [
  'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'windows-1250', 'iso-8859-2', 'windows-1251', 'koi8-r', 'windows-1253', 'windows-1254', 'windows-1255', 'windows-1256', 'windows-1257', 'shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr', 'macintosh', 'ibm850',
] as const

/** The octets of a file that waits, in the charset that was chosen for it. */
export function octetsOf(spool: Spool, { file, settings: { charset } }: KeptImport): AsyncIterable<Uint8Array> {
  const octets = spooled(spool, file)
  return charset === '' ? octets : inCharset(octets, charset)
}

/** Throws GatewayError 'no-such-contact' for a file that is gone, such as one that another gateway has. */
async function* spooled(spool: Spool, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* spool.read(file) as AsyncIterable<Uint8Array>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new GatewayError('no-such-contact', 'import', { cause: error, refusal: { name: 'import-gone' } })
    throw error
  }
}

/** The records of a file that waits, read as its settings say. */
export function recordsOf(spool: Spool, kept: KeptImport): AsyncIterable<ReadResult> {
  const { format, mapping } = kept.settings
  const name = isContactFormatName(format) ? format : 'csv'
  return contactFormat(name).read(octetsOf(spool, kept), mapping === undefined ? {} : { mapping })
}
