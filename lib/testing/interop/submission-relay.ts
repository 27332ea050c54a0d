import type { AddressInfo } from 'node:net'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'

export interface Relay {
  readonly port: number
  stop(): Promise<void>
}

/** A submission server (RFC 6409) on loopback that knows these passwords and hands everything on by LMTP (RFC 2033). */
export async function startRelay(passwords: Readonly<Record<string, string>>, lmtpPort: number): Promise<Relay> {
  const next = createTransport({ host: '127.0.0.1', port: lmtpPort, lmtp: true, ignoreTLS: true })
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onAuth: ({ username = '', password }, _session, done) => {
      const name = username.replace(/@.*/, '')
      if (passwords[name] === password) done(null, { user: name })
      else done(new Error('Authentication failed'))
    },
    onData: (stream, { envelope }, done) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      next.sendMail({ envelope: { from, to: envelope.rcptTo.map(({ address }) => address) }, raw: stream }).then(() => done(), done)
    },
  })
  await new Promise<void>((resolve, reject) => server.listen(0, '127.0.0.1', resolve).on('error', reject))
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: async () => {
      next.close()
      await new Promise<void>((resolve) => server.close(resolve))
    },
  }
}
