/** What this server adds in front of a message (RFC 5321 §4.4). No user name, no password, no address of a person's own machine. */

export interface Trace {
  /** The sender of the envelope; '' for the null sender. */
  readonly returnPath: string
  readonly deliveredTo: string
  /** The domain and address of the sending server; left out for submission, where it is a person's own machine. */
  readonly from?: { readonly hostname: string; readonly address: string }
  readonly by: string
  /** ESMTP, ESMTPS, ESMTPSA, LMTP (RFC 3848). */
  readonly protocol: string
  readonly id: string
  readonly date: Date
}

/** Return-Path, Delivered-To and Received, each on its lines. */
export function localTrace(trace: Trace): string {
  return `Return-Path: <${plain(trace.returnPath)}>\r\nDelivered-To: ${plain(trace.deliveredTo)}\r\n${receivedLine(trace)}`
}

/** Received alone, as it is put before a message that goes on to a relay. */
export function receivedLine(trace: Pick<Trace, 'from' | 'by' | 'protocol' | 'id' | 'date'>): string {
  const from = trace.from ? `from ${word(trace.from.hostname)} ([${word(trace.from.address)}])\r\n\t` : ''
  return `Received: ${from}by ${word(trace.by)} with ${word(trace.protocol)} id ${word(trace.id)};\r\n\t${mailDate(trace.date)}\r\n`
}

/** The date in RFC 5322 §3.3 form, in UTC. */
export function mailDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}

// A client names itself in HELO: what it says must neither break the line nor the grammar.
function word(text: string): string {
  const safe = text.replace(/[^A-Za-z0-9.:_-]/g, '').slice(0, 255)
  return safe === '' ? 'unknown' : safe
}

function plain(address: string): string {
  return address.replace(/[\u0000-\u0020<>\u007f]/g, '')
}
