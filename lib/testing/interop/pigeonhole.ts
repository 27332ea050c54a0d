import { createTransport } from 'nodemailer'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { startDovecot } from '../dovecot.ts'
import { freePort } from '../processes/free-ports.ts'

/** A Dovecot with Pigeonhole on loopback: IMAP, and the filters that it keeps for the same people. */
export interface RunningPigeonhole {
  readonly imap: ServerAddress
  readonly sieve: ServerAddress
  /** Hands a message over for somebody, as from another server: their filter judges it. */
  deliver(user: string, message: string): Promise<void>
  stop(): Promise<void>
}

/** Starts it with those passwords by user name; `tls` offers STARTTLS for filters with a certificate and key in PEM files. */
export async function startPigeonhole(users: Readonly<Record<string, string>>, tls?: { readonly cert: string; readonly key: string }): Promise<RunningPigeonhole> {
  const [port, lmtp] = [await freePort(), await freePort()]
  const { address, stop } = await startDovecot({ users, extra: sieveLines(port, lmtp, tls) })
  const next = createTransport({ host: '127.0.0.1', port: lmtp, lmtp: true, ignoreTLS: true })
  return {
    imap: address,
    sieve: { host: '127.0.0.1', port, tls: tls ? 'starttls' : 'none', verify: false },
    deliver: async (user, raw) => void (await next.sendMail({ envelope: { from: 'carol@example.test', to: [user] }, raw })),
    stop: async () => {
      next.close()
      await stop()
    },
  }
}

function sieveLines(port: number, lmtp: number, tls: { readonly cert: string; readonly key: string } | undefined): string {
  return `
protocols = imap sieve lmtp
postmaster_address = postmaster@example.test
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtp}
  }
}
protocol lmtp {
  mail_plugins = sieve
}
service managesieve-login {
  inet_listener sieve {
    address = 127.0.0.1
    port = ${port}
  }
}
plugin {
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_quota_max_scripts = 5
  sieve_quota_max_storage = 100k
  sieve_max_script_size = 32k
}
${tls ? `ssl = yes\nssl_cert = <${tls.cert}\nssl_key = <${tls.key}\n` : ''}
`
}
