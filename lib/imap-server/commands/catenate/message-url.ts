import { canonicalInbox, toOctets, type Octets } from '../../protocol/quoting.ts'
import type { ContentItem } from '../fetch/fetch-items.ts'

/** What a URL of this server names (RFC 5092 §6). */
export interface MessageUrl {
  /** Undefined for the selected mailbox. */
  readonly mailbox: string | undefined
  readonly uidValidity: number | undefined
  readonly uid: number
  /** As it stands in `BODY[…]`; '' for the whole message. */
  readonly section: Octets
  readonly partial: ContentItem['partial']
}

/** `[["/"] enc-mailbox [";UIDVALIDITY=" n] "/"] ";UID=" n ["/;SECTION=" enc-section] ["/;PARTIAL=" n ["." n]]`, without URLAUTH. */
const URL = /^(?:\/?([^;?#]+?)(?:;UIDVALIDITY=([1-9][0-9]{0,9}))?\/)?;UID=([1-9][0-9]{0,9})(?:\/;SECTION=([^;?#]+?))?(?:\/;PARTIAL=([0-9]{1,15})(?:\.([1-9][0-9]{0,14}))?)?$/i

/** Longer ones name nothing that exists here. */
const LENGTH_LIMIT = 4000

/** Reads a relative URL of a message or a part (RFC 4469 §3); undefined for every other. */
export function parseMessageUrl(url: Octets): MessageUrl | undefined {
  const match = url.length <= LENGTH_LIMIT ? URL.exec(url) : null
  if (!match) return undefined
  const mailbox = match[1] === undefined ? undefined : decode(match[1])
  const section = decode(match[4] ?? '')
  const hasScheme = match[1] !== undefined && /^(?:\/|[a-z][a-z0-9+.-]*:\/)/i.test(match[1])
  if (hasScheme || section === undefined || (mailbox === undefined && match[1] !== undefined)) return undefined
  return {
    mailbox: mailbox === undefined ? undefined : canonicalInbox(mailbox),
    uidValidity: match[2] === undefined ? undefined : Number(match[2]),
    uid: Number(match[3]),
    section: toOctets(section),
    partial: match[5] === undefined ? undefined : { origin: Number(match[5]), count: match[6] === undefined ? Number.MAX_SAFE_INTEGER : Number(match[6]) },
  }
}

/** Percent-encoded UTF-8 (RFC 5092 §3); undefined when it is none, or holds a control character. */
function decode(text: Octets): string | undefined {
  try {
    const decoded = decodeURIComponent(text)
    return /[\u0000-\u001f\u007f-\u009f]/.test(decoded) || /[^\x00-\x7f]/.test(text) ? undefined : decoded
  } catch {
    return undefined
  }
}

/** The URL as a response code may repeat it: whatever could end or forge a line is percent-encoded, and only its beginning is kept. */
export function writeUrl(url: Octets): Octets {
  return `"${url.slice(0, 500).replace(/[^\x21-\x7e]|["\\\]]/g, (octet) => `%${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}"`
}
