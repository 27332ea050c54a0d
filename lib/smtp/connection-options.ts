import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { isIP } from 'node:net'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

/** Milliseconds. RFC 5321 §4.5.3.2 asks for minutes where the server works; connecting is a matter of seconds. */
export interface SubmissionTimeouts {
  readonly connect: number
  readonly greeting: number
  /** Without an octet from either side; RFC 5321 §4.5.3.2.6 allows the server ten minutes after the final dot. */
  readonly silence: number
}

export const SUBMISSION_TIMEOUTS: SubmissionTimeouts = { connect: 20_000, greeting: 30_000, silence: 600_000 }

/** What nodemailer's connection needs to reach that server at that address, with TLS exactly as the server's says and never less. */
export function connectionOptions(server: ServerAddress, address: string, timeouts: SubmissionTimeouts): SMTPConnectionOptions {
  return {
    host: address,
    port: server.port,
    secure: server.tls === 'tls',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    tls: { rejectUnauthorized: server.verify, minVersion: 'TLSv1.2', ...(isIP(server.host) ? {} : { servername: server.host }) },
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
    // A reply is a few lines; more is a hostile server filling our memory.
    maxResponseSize: 64 * 1024,
    logger: false,
  }
}
