import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { ImapFlow } from 'imapflow'
import { demoAccounts } from '#lib/demo/demo-accounts.ts'
import { demoMailboxes } from '#lib/demo/demo-mailboxes.ts'
import { startDovecot } from '../dovecot.ts'
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
  for (const account of ['alice', 'bob']) await loadDemo(host, port, { user: account, pass: passwords[account] ?? '' })
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

async function loadDemo(host: string, port: number, auth: { user: string; pass: string }): Promise<void> {
  const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth, logger: false })
  await client.connect()
  for (const { account, mailbox, messages } of demoMailboxes()) {
    if (account !== auth.user) continue
    if (mailbox !== 'INBOX') await client.mailboxCreate(mailbox)
    for (const { content, flags, internalDate } of messages) await client.append(mailbox, Buffer.from(content), [...flags], internalDate)
  }
  await client.logout()
}

/** Dovecot cannot say which port it got: one that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
