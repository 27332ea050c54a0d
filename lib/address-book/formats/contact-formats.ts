import type { ContactFormat, ContactFormatName } from './contact-format.ts'
import { ldif } from './ldif.ts'
import { pine } from './pine.ts'
import { csv, google, outlook, thunderbird } from './tables.ts'
import { vcard3, vcard4 } from './vcard.ts'

/** In the order in which they are tried on a file: what is surest first, any table last. */
export const CONTACT_FORMATS: readonly ContactFormat[] = [vcard4, vcard3, ldif, pine, thunderbird, google, outlook, csv]

const BY_NAME: Readonly<Record<ContactFormatName, ContactFormat>> = { vcard4, vcard3, ldif, csv, thunderbird, google, outlook, pine }

/** True for a name that a form may send. */
export function isContactFormatName(name: string): name is ContactFormatName {
  return Object.hasOwn(BY_NAME, name)
}

export function contactFormat(name: ContactFormatName): ContactFormat {
  return BY_NAME[name]
}

/** The format of a file by how it begins (some hundred octets), else by its name's ending; undefined when neither says. */
export function recogniseFormat(start: Uint8Array, fileName = ''): ContactFormat | undefined {
  const name = fileName.toLowerCase()
  const found = CONTACT_FORMATS.find((format) => format.recognises(start))
  if (found !== undefined && found !== csv) return found
  // Any text with a comma in its first line might be a table, so an ending that says otherwise counts more.
  const named = CONTACT_FORMATS.find(({ fileEndings }) => fileEndings.some((ending) => ending !== '.txt' && name.endsWith(ending)))
  return named === undefined || named.fileEndings.includes('.csv') ? (found ?? (named && csv)) : named
}
