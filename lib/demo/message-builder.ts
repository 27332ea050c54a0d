import { DEMO_DOMAIN } from './demo-accounts.ts'
import { headerText, type Entity } from './mime-builder.ts'

/** A message of the demonstration, ready for the store. */
export interface DemoMessage {
  readonly flags: readonly string[]
  readonly internalDate: Date
  readonly content: Uint8Array
}

export interface DemoHeader {
  readonly from: string
  readonly to: string
  readonly cc?: string
  readonly subject: string
  /** `2026-10-05 09:30`, in UTC. */
  readonly date: string
  /** The left side of the Message-ID; the sender's domain follows. */
  readonly id: string
  /** Ids of the messages before it in the thread, the answered one last; with their domain. */
  readonly after?: readonly string[]
  /** Further lines, in front of the others. */
  readonly lines?: readonly string[]
  readonly flags?: readonly string[]
}

/** The people's From lines. */
export const ALICE = `Alice Archer <alice@${DEMO_DOMAIN}>`
export const BOB = `Bob Brennan <bob@${DEMO_DOMAIN}>`
export const CAROL = `Carol Castellan <carol@${DEMO_DOMAIN}>`
export const ADA = `Ada Minster <admin@${DEMO_DOMAIN}>`

/** The Message-ID that `compose` gives to a message with that id from that sender. */
export function messageId(id: string, from: string): string {
  return `<${id}@${/@([^>\s]+)>?$/.exec(from)?.[1] ?? DEMO_DOMAIN}>`
}

/** A message of this header and body; it arrived when it was sent. */
export function compose(header: DemoHeader, body: Entity): DemoMessage {
  const date = readDate(header.date)
  const lines = [
    ...(header.lines ?? []),
    `From: ${addressText(header.from)}`,
    `To: ${addressText(header.to)}`,
    ...(header.cc === undefined ? [] : [`Cc: ${addressText(header.cc)}`]),
    `Subject: ${headerText(header.subject)}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId(header.id, header.from)}`,
    ...threadLines(header.after),
    ...(body.headers.some((line) => line.startsWith('MIME-Version')) ? [] : ['MIME-Version: 1.0']),
    ...body.headers,
  ]
  return { flags: header.flags ?? [], internalDate: date, content: Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body.body]) }
}

/** A message of exactly these octets; each character of a text is one octet. */
export function raw(arrival: string, octets: string | Buffer, flags: readonly string[] = []): DemoMessage {
  const content = typeof octets === 'string' ? Buffer.from(octets.replace(/\r?\n/g, '\r\n'), 'latin1') : octets
  return { flags, internalDate: readDate(arrival), content }
}

export function readDate(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}:00Z`)
}

function threadLines(after: readonly string[] | undefined): readonly string[] {
  const last = after?.at(-1)
  return after === undefined || last === undefined ? [] : [`In-Reply-To: ${last}`, `References: ${after.join('\r\n ')}`]
}

// Only the names are for people; an address stays as it is.
function addressText(list: string): string {
  return list.split(/,\s+(?=[^"]*(?:"[^"]*"[^"]*)*$)/).map((one) => {
    const match = /^(.*?)\s*<([^<>]*)>$/.exec(one)
    return match ? `${headerText(match[1] ?? '')} <${match[2]}>` : one
  }).join(',\r\n ')
}
