import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { demoAccounts } from '#lib/demo/demo-accounts.ts'
import { startDovecot } from '../dovecot.ts'
import { appendDemo } from './append-demo.ts'
import { startRelay } from './submission-relay.ts'

export interface DemoOnDovecot {
  /** For POSTERN_IMAP_URL and POSTERN_SMTP_URL. */
  readonly imapUrl: string
  readonly smtpUrl: string
  stop(): Promise<void>
}

/** The mail of the demonstration in a Dovecot, and a way to send to it: what the main journey needs of a mail server. */
export async function startDemoOnDovecot(): Promise<DemoOnDovecot> {
  const passwords = Object.fromEntries(demoAccounts().map(({ name, password }) => [name, password]))
  const lmtp = await freePort()
  const dovecot = await startDovecot({ users: passwords, extra: deliveryLines(lmtp) })
  const { host, port } = dovecot.address
  for (const name of ['alice', 'bob']) await appendDemo(host, port, { name, password: passwords[name] ?? '' })
  const relay = await startRelay(passwords, lmtp)
  return {
    imapUrl: `imap://${host}:${port}`,
    smtpUrl: `smtp://127.0.0.1:${relay.port}`,
    stop: async () => {
      await relay.stop()
      await dovecot.stop()
    },
  }
}

function deliveryLines(port: number): string {
  return `
protocols = imap lmtp
auth_username_format = %Ln
mail_fsync = never
postmaster_address = postmaster@example.test
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${port}
  }
}
`
}

/** Dovecot cannot say which port it got: one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
