import 'server-only'
import { SignInBrake } from '#lib/gateway/dav/sign-in-brake.ts'
import { passwordAtDirectory } from '#lib/gateway/password/at-directory.ts'
import { passwordAtMailServer } from '#lib/gateway/password/at-mail-server.ts'
import type { PasswordSite } from '#lib/gateway/password/change-password.ts'
import type { PasswordDriver } from '#lib/gateway/password/password-driver.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { directoriesOf } from '../directory/site-directories.ts'
import { processSingleton } from '../process-singleton.ts'
import { reminders } from '../reminders/reminder-site.ts'
import { outbox } from '../writing/outbox-site.ts'
import { connectionsOf, currentSite, log, pool, sessions, watches, type SignedIn } from '../wiring.ts'

/** What changing the password of that person needs. */
export async function passwordSite(session: SignedIn, connections: AccountConnections): Promise<PasswordSite> {
  const { leastPasswordLength: least } = await currentSite(session)
  const closeOld = (): void => {
    watches().end(connections.key)
    pool().closeAccount({ server: session.imap, credentials: session.credentials() })
  }
  const brake = processSingleton('password-brake', () => new SignInBrake())
  return { driver: driverOf(session, connections), least, brake, sessions: await sessions(), changeSender, closeOld }
}

/** The password is changed whatever becomes of this; what cannot leave then says why, as at any refusal. */
async function changeSender(sender: SignedIn): Promise<void> {
  try {
    await (await outbox()).changeSender(sender)
    await (await reminders()).signedIn(sender)
  } catch (error) {
    log().error('outbox keeps the old password', error)
  }
}

/** Whether there is a way for them to change it: the site has the module, and their mail server takes it. Throws GatewayError when that cannot be asked. */
export async function canChangePassword(session: SignedIn): Promise<boolean> {
  const { modules } = await currentSite(session)
  return modules.password && (await driverOf(session, connectionsOf(session)).isThere())
}

/** The directory of their site that says so, else their mail server. */
function driverOf(session: SignedIn, connections: AccountConnections): PasswordDriver {
  const directory = directoriesOf(session).find(({ settings }) => settings.changesPasswords)
  return directory ? passwordAtDirectory(directory, session) : passwordAtMailServer(connections)
}
