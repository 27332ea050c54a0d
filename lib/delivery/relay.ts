import { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { replies, SmtpReply } from './reply.ts'

/** One recipient that the relay would not take, and what it said. */
export interface RefusedRecipient {
  readonly address: string
  readonly code: number
  readonly text: string
}

export interface RelayEnvelope {
  /** '' for the null sender. */
  readonly from: string
  readonly to: readonly string[]
}

/** Hands messages to the configured smarthost. */
export interface Relay {
  /** Resolves when the relay has taken the message for at least one recipient; throws SmtpReply with its answer when for none. */
  send(envelope: RelayEnvelope, content: AsyncIterable<Uint8Array>): Promise<readonly RefusedRecipient[]>
}

const CONNECT_TIMEOUT = 30_000
/** RFC 5321 §4.5.3.2.6 asks for ten minutes after the final dot. */
const SOCKET_TIMEOUT = 600_000

/** A relay at `smtp://` or `smtps://`, with user and password in the address if need be; TLS is required except on loopback. */
export function createRelay(address: string, hostname: string): Relay {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const loopback = isLoopback(host)
  const transport = createTransport({
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !loopback,
    tls: { rejectUnauthorized: !loopback },
    name: hostname,
    connectionTimeout: CONNECT_TIMEOUT,
    greetingTimeout: CONNECT_TIMEOUT,
    socketTimeout: SOCKET_TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(url.username === '' ? {} : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  })
  return {
    async send(envelope, content) {
      const raw = Readable.from(content, { objectMode: false })
      try {
        const sent = await transport.sendMail({ envelope: { from: envelope.from, to: [...envelope.to] }, raw })
        return refusals(sent)
      } catch (error) {
        throw asRelayReply(error)
      } finally {
        raw.destroy()
      }
    },
  }
}

/** True for a host that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host) || /^::ffff:127\./.test(host)
}

function refusals(sent: object): readonly RefusedRecipient[] {
  const errors = 'rejectedErrors' in sent && Array.isArray(sent.rejectedErrors) ? sent.rejectedErrors : []
  return errors.map((error: { recipient?: string; responseCode?: number; response?: string }) => ({
    address: error.recipient ?? '',
    code: error.responseCode ?? 550,
    text: oneLine(error.response ?? ''),
  }))
}

function asRelayReply(error: unknown): SmtpReply {
  const { responseCode, response, code } = error as { responseCode?: number; response?: string; code?: string }
  // A relay that will not let us in has a problem with its administrator, not with this message.
  if (responseCode === undefined || code === 'EAUTH') return new SmtpReply(451, replies.unreachableRelay().message, { cause: error })
  const transient = responseCode < 500
  return new SmtpReply(transient ? 451 : 554, `${transient ? '4' : '5'}.0.0 The relay answered: ${oneLine(response ?? '')}`, { cause: error })
}

function oneLine(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, ' ').trim().slice(0, 300)
}
