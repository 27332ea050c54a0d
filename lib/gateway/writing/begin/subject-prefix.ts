import { SUBJECT_LENGTH } from '#lib/composition/composition-limits.ts'

/** What mail programs of the world put before the subject of an answer, once or many times. */
const REPLY_MARKS = /^(?:(?:re|aw|antw|sv|vs|odp|ynt|rif|ref|res|回复|答复|返信)(?:\s*[[(]\d{1,5}[\])])?\s*[:：]\s*)+/i
const FORWARD_MARKS = /^(?:(?:fwd?|wg|tr|rv|enc|i|vb|转发)\s*[:：]\s*)+/i

/** `Re: subject`, however many marks there were before it (RFC 5322 §3.6.5). */
export function replySubject(subject: string): string {
  return oneLine(`Re: ${oneLine(subject).replace(REPLY_MARKS, '')}`)
}

/** `Fwd: subject`, not doubled. */
export function forwardSubject(subject: string): string {
  return oneLine(`Fwd: ${oneLine(subject).replace(FORWARD_MARKS, '')}`)
}

/** A decoded subject as it may stand in the form's field. */
export function oneLine(subject: string): string {
  return subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim().slice(0, SUBJECT_LENGTH).toWellFormed()
}
