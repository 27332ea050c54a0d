import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { allowedAddress } from './allowed-address.ts'
import { connectionOptions } from './connection-options.ts'
import { step } from './submit.ts'

/** Milliseconds; who asks sits before a terminal. */
const TIMEOUTS = { connect: 10_000, greeting: 10_000, silence: 15_000 }

/** Signs in at a submission server and leaves; answers whether it wanted a password at all. Throws GatewayError as `submit` does. */
export async function trySignIn(server: ServerAddress, { user, password }: Credentials): Promise<boolean> {
  const connection = new SMTPConnection(connectionOptions(server, await allowedAddress(server), TIMEOUTS))
  try {
    await step(connection, (done) => connection.connect((problem) => done(problem ?? null)))
    if (!connection.allowsAuth) return false
    await step(connection, (done) => connection.login({ user, pass: password }, done))
    return true
  } finally {
    connection.close()
  }
}
