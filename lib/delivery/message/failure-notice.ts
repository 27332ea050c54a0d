import { mailDate } from './trace.ts'

/** Tells a sender which recipients did not get a message that others did (RFC 3464). */
export interface FailureNotice {
  readonly hostname: string
  readonly domain: string
  readonly id: string
  readonly to: string
  readonly date: Date
  readonly failures: readonly { readonly address: string; readonly code: number; readonly text: string }[]
  /** The header of the message that failed. */
  readonly header: Buffer
}

/** The message as octets: multipart/report with a sentence for people, the status for programs, and the original header. */
export function writeFailureNotice(notice: FailureNotice): Buffer {
  const boundary = `failure-${notice.id}`
  const list = notice.failures.map((failure) => `  ${safe(failure.address)}\r\n    ${failure.code} ${safe(failure.text)}\r\n`).join('')
  const head =
    `From: Mail delivery <MAILER-DAEMON@${notice.domain}>\r\nTo: <${safe(notice.to)}>\r\nSubject: Not delivered to everybody\r\n` +
    `Date: ${mailDate(notice.date)}\r\nMessage-ID: <${notice.id}.failure@${notice.domain}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n` +
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"\r\n\r\n`
  const people =
    `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n` +
    `Your message was not delivered to these recipients; all others have it:\r\n\r\n${list}\r\nIts header is attached.\r\n`
  const programs =
    `--${boundary}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; ${notice.hostname}\r\nArrival-Date: ${mailDate(notice.date)}\r\n` +
    notice.failures.map((failure) => recipientStatus(failure)).join('')
  const original = `--${boundary}\r\nContent-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`
  return Buffer.concat([Buffer.from(head + people + programs + original, 'utf8'), notice.header, Buffer.from(`\r\n--${boundary}--\r\n`)])
}

function recipientStatus(failure: FailureNotice['failures'][number]): string {
  const status = /^[245]\.[0-9]{1,3}\.[0-9]{1,3}/.exec(failure.text)?.[0] ?? '5.0.0'
  // RFC 3464 §2.3.3: for the sender a failed recipient is final, even where the refusal was not.
  return (
    `\r\nFinal-Recipient: rfc822; ${safe(failure.address)}\r\nAction: failed\r\n` +
    `Status: ${status.replace(/^4/, '5')}\r\nDiagnostic-Code: smtp; ${failure.code} ${safe(failure.text)}\r\n`
  )
}

function safe(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ')
}
