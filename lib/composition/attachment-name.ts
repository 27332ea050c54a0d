import { ATTACHMENT_NAME_LENGTH } from './composition-limits.ts'

/**
 * A file's name as it may be kept and sent: without a path, control characters or characters that turn the text around; its
 * ending survives when it is cut. 'attachment' when nothing is left.
 */
export function attachmentName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).pop() ?? ''
  const clean = last.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim().replace(/^\.+$/, '')
  if (clean === '') return 'attachment'
  if (clean.length <= ATTACHMENT_NAME_LENGTH) return clean
  const ending = /\.[^.]{1,20}$/.exec(clean)?.[0] ?? ''
  return clean.slice(0, ATTACHMENT_NAME_LENGTH - ending.length).toWellFormed() + ending
}

const TOKEN = /^[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}$/

/**
 * `type/subtype` for a part that holds a file; parameters are dropped. What would claim a structure that the octets may not have
 * (multipart, message) becomes application/octet-stream.
 */
export function attachmentMediaType(claimed: string): string {
  const type = (claimed.split(';')[0] ?? '').trim().toLowerCase()
  return TOKEN.test(type) && !/^(multipart|message)\//.test(type) ? type : 'application/octet-stream'
}
