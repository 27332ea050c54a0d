import type { OctetString } from '../digest.ts'
import { allValues, firstValue, type HeaderField } from '../header.ts'
import { scanAddresses, type ScannedAddress } from './address-scanner.ts'
import { wireNString, wireString } from './wire-string.ts'

/** The ENVELOPE of a message without any header fields. */
export const EMPTY_ENVELOPE: OctetString = `(${Array.from({ length: 10 }, () => 'NIL').join(' ')})`

/** FETCH ENVELOPE of a header block in wire form: values as they stand, undecoded (RFC 9051 §7.5.2). */
export function wireEnvelope(fields: readonly HeaderField[]): OctetString {
  const value = (name: string): OctetString => wireNString(firstValue(fields, name))
  const list = (name: string): OctetString => wireAddresses(allValues(fields, name))
  const from = list('from')
  // RFC 9051 §7.5.2: the server fills in Sender and Reply-To from From where they are missing or empty.
  const orFrom = (name: string): OctetString => {
    const own = list(name)
    return own === 'NIL' ? from : own
  }
  const addresses = [from, orFrom('sender'), orFrom('reply-to'), list('to'), list('cc'), list('bcc')]
  return `(${[value('date'), value('subject'), ...addresses, value('in-reply-to'), value('message-id')].join(' ')})`
}

/** An address list; several fields of one name count as one list. NIL where there is no address. */
function wireAddresses(values: readonly OctetString[]): OctetString {
  const written = values.flatMap((value) => scanAddresses(value)).map(wireAddress)
  return written.length === 0 ? 'NIL' : `(${written.join('')})`
}

/** `address`: name, source route, mailbox, host; a host of NIL marks the beginning and the end of a group. */
function wireAddress(scanned: ScannedAddress): OctetString {
  switch (scanned.kind) {
    case 'group-start':
      return `(NIL NIL ${wireString(scanned.name)} NIL)`
    case 'group-end':
      return '(NIL NIL NIL NIL)'
    case 'mailbox': {
      const { name, route, local, domain } = scanned
      return `(${name === '' ? 'NIL' : wireString(name)} ${route === '' ? 'NIL' : wireString(route)} ${wireString(local)} ${wireString(domain)})`
    }
  }
}
