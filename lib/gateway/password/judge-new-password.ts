import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Refusal } from '#lib/mail/refusal.ts'

export interface PasswordChange {
  readonly present: string
  readonly next: string
  /** The new one, typed a second time. */
  readonly again: string
}

export interface PasswordRules {
  /** Characters. */
  readonly least: number
  /** Names that everybody knows of this person: user name and address. */
  readonly names: readonly string[]
}

/** Throws GatewayError 'refused' for what is no good new password by itself, before anybody is asked. */
export function judgeNewPassword({ present, next, again }: PasswordChange, { least, names }: PasswordRules): void {
  const refuse = (refusal: Refusal): never => {
    throw new GatewayError('refused', 'new password', { refusal })
  }
  if (next !== again) refuse({ name: 'password-differs' })
  if ([...next].length < least) refuse({ name: 'password-short', with: { least } })
  if (next.normalize('NFKC') === present.normalize('NFKC')) refuse({ name: 'password-same' })
  if (names.some((name) => isName(next, name))) refuse({ name: 'password-name' })
}

function isName(password: string, name: string): boolean {
  const [typed, known] = [password, name].map((text) => text.trim().normalize('NFKC').toLowerCase()) as [string, string]
  return typed === known || typed === known.replace(/@.*/, '')
}
