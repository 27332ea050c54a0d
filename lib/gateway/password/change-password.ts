import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Sessions } from '#lib/session/sessions.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { SignInBrake } from '../dav/sign-in-brake.ts'
import { isSameSecret } from './is-same-secret.ts'
import { judgeNewPassword, type PasswordChange } from './judge-new-password.ts'
import type { PasswordDriver } from './password-driver.ts'

export interface PasswordSite {
  readonly driver: PasswordDriver
  /** Characters that a new password has at least. */
  readonly least: number
  /** Counts what is tried for each account, from wherever. */
  readonly brake: SignInBrake
  readonly sessions: Pick<Sessions, 'changeCredentials' | 'endOthers'>
  /** What waits to be sent leaves as this sender from now on. Never rejects. */
  readonly changeSender: (sender: SignedIn) => Promise<void>
  /** Closes what the old password has opened: connections, and streams of events, whose browsers come back by themselves. */
  readonly closeOld: () => void
}

/** Who changes theirs, and the cookie under which they are signed in. */
export interface PasswordOwner {
  readonly session: SignedIn
  readonly cookie: string | undefined
}

/**
 * Changes the password of somebody who is signed in, who has typed the present one once more. Their session goes on with the new one;
 * what waits to be sent does so, too; every other session of the account ends, and the connections of the old one are closed. Answers how many sessions have ended.
 * Throws GatewayError, with a refusal where there is something to tell; then nothing is changed.
 */
export async function changePassword({ driver, least, brake, sessions, changeSender, closeOld }: PasswordSite, { session, cookie }: PasswordOwner, change: PasswordChange): Promise<number> {
  const { account, user, address } = session
  const credentials = session.credentials()
  judgeNewPassword(change, { least, names: [user, address] })
  const tried = { user, password: change.present }
  if (!brake.mayTry(account, tried)) throw new GatewayError('refused', 'tries', { refusal: { name: 'password-tries' } })
  if (!isSameSecret(change.present, credentials.password)) throw new GatewayError('refused', 'present password', { refusal: { name: 'password-wrong' } })
  brake.wasRight(account, tried)
  if (!(await driver.isThere())) throw new GatewayError('refused', 'no way', { refusal: { name: 'password-no-way' } })
  await driver.change(change.present, change.next)
  const changed = { ...credentials, password: change.next }
  await sessions.changeCredentials(cookie, changed)
  await changeSender({ ...session, credentials: () => changed })
  const ended = await sessions.endOthers(account, session.id)
  closeOld()
  return ended
}
