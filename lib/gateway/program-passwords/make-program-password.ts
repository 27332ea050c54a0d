import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ProgramPassword } from '#lib/mail/programs/program-password.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { isSameSecret } from '../password/is-same-secret.ts'
import type { ProgramPasswordStore } from './open-store.ts'

export interface NewProgramPassword {
  readonly name: string
  /** Theirs, typed once more: whoever finds a browser signed in makes nothing that stays when it is signed out. */
  readonly ownPassword: string
}

/** A password for one program of somebody who is signed in. Throws GatewayError 'refused' where their own is another, 'invalid' for a name that is none. */
export async function makeProgramPassword(store: ProgramPasswordStore, { account, credentials }: Pick<SignedIn, 'account' | 'credentials'>, { name, ownPassword }: NewProgramPassword): Promise<ProgramPassword & { readonly password: string }> {
  if (!isSameSecret(ownPassword, credentials().password)) throw new GatewayError('refused', 'own password', { refusal: { name: 'own-password-wrong' } })
  return store.make(account, name, Date.now())
}
