import { BerWriter, ResultCodeError } from 'ldapts'

/** RFC 3062 §2. */
export const PASSWORD_MODIFY = '1.3.6.1.4.1.4203.1.11.1'

/** What the directory says to a new password that it does not take, in its own words. */
export class PasswordRefused extends Error {
  readonly answer: string

  constructor(answer: string) {
    super('password refused')
    this.name = 'PasswordRefused'
    this.answer = answer
  }
}

/** `PasswdModifyRequestValue ::= SEQUENCE { userIdentity [0] OPTIONAL, oldPasswd [1] OPTIONAL, newPasswd [2] OPTIONAL }`; without the first it is whoever is bound. */
export function passwordModifyValue(present: string, next: string): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeString(present, 0x81)
  writer.writeString(next, 0x82)
  writer.endSequence()
  return writer.buffer
}

/** Results that say something of the password or of who may change it (RFC 4511 §4.1.9), not of the directory. */
const REFUSING: ReadonlySet<number> = new Set([2, 19, 50, 53, 80])

/** Without the error itself, which may hold what was asked; undefined for what is a failure of the directory. */
export function passwordRefused(error: unknown): PasswordRefused | undefined {
  if (!(error instanceof ResultCodeError) || !REFUSING.has(error.code)) return undefined
  return new PasswordRefused(error.message.replace(/\s*Code: 0x[0-9a-f]+\s*$/i, '').replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim().slice(0, 200))
}
