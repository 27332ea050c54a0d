import type { CalendarTime, Invitation, InvitationAnswer } from '#lib/mail/reading/invitations/invitation.ts'
import MimeNode from 'nodemailer/lib/mime-node'
import { reportHeader, type ReportHeader } from './report-header.ts'

/** Whether somebody comes, to whoever invited them (RFC 5546 §3.2.3). */
export interface CalendarReply extends ReportHeader {
  /** What people read, as the text too. */
  readonly subject: string
  readonly answer: InvitationAnswer
  readonly invitation: Invitation
  /** `Postern/0.1.0`. */
  readonly userAgent: string
}

/** The octets of the message: a text beside the calendar (RFC 6047 §2.4), 7-bit, with CRLF. */
export async function buildCalendarReply({ messageId, date, from, to, subject, answer, invitation, userAgent }: CalendarReply): Promise<Buffer> {
  const root = new MimeNode('multipart/alternative')
  root.setHeader([
    ...reportHeader({ messageId, date, from, to, subject }),
    { key: 'User-Agent', value: userAgent },
  ])
  root.createChild('text/plain; charset=utf-8').setContent(`${subject}\r\n`)
  const calendar = root.createChild('text/calendar; method=REPLY; charset=utf-8')
  calendar.setHeader('Content-Transfer-Encoding', 'base64')
  calendar.setContent(Buffer.from(writeReply({ date, from, to, answer, invitation, userAgent })))
  return root.build()
}

function writeReply({ date, from, to, answer, invitation, userAgent }: Omit<CalendarReply, 'messageId' | 'subject'>): string {
  const lines = [
    'BEGIN:VCALENDAR',
    `PRODID:-//Postern//${escaped(userAgent)}//EN`,
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${escaped(invitation.uid)}`,
    `SEQUENCE:${invitation.sequence}`,
    `DTSTAMP:${basic(date.toISOString())}`,
    ...(invitation.recurrence ? [`RECURRENCE-ID${timeValue(invitation.recurrence)}`] : []),
    ...(invitation.summary === '' ? [] : [`SUMMARY:${escaped(invitation.summary)}`]),
    `ORGANIZER:mailto:${to}`,
    `ATTENDEE;PARTSTAT=${answer.toUpperCase()}${from.name === '' ? '' : `;CN="${from.name.replace(/["\p{Cc}]/gu, '')}"`}:mailto:${from.address}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** RFC 5545 §3.3.11; a control character would begin another line. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n').replace(/\p{Cc}/gu, '')
}

function timeValue(time: CalendarTime): string {
  if ('day' in time) return `;VALUE=DATE:${time.day.replaceAll('-', '')}`
  return 'instant' in time ? `:${basic(time.instant)}` : `:${basic(time.clock)}`
}

/** ISO 8601 without its marks and fractions. */
function basic(text: string): string {
  return text.replace(/\.\d+/, '').replace(/[-:]/g, '')
}

/** RFC 5545 §3.1: lines of at most 75 octets, no character split. */
function folded(line: string): string {
  let written = ''
  let octets = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (octets + size > 75) {
      written += '\r\n '
      octets = 1
    }
    written += letter
    octets += size
  }
  return written
}
