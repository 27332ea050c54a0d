import { SMTPServer, type SMTPServerAuthentication, type SMTPServerEnvelope, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'
import { asReply } from './deliver-local.ts'
import type { DeliveryContext } from './delivery-context.ts'
import { MailReceiver } from './receive-mail.ts'
import { splitAddress } from './recipient.ts'
import { isLoopback } from './relay.ts'
import { replies, SmtpReply } from './reply.ts'
import { MailSubmission } from './submit-mail.ts'

export type DeliveryService = 'smtp' | 'lmtp' | 'submission' | 'submissions'

export interface DeliveryListener {
  readonly service: DeliveryService
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
}

export interface TlsMaterial {
  /** PEM. */
  readonly certificate: string
  readonly key: string
}

/** RFC 5321 §4.5.3.1.8: at least so many recipients must be taken. */
const MOST_RECIPIENTS = 1000
const MOST_CLIENTS = 500
/** RFC 5321 §4.5.3.2.7: a server waits at least five minutes for the next command. */
const IDLE_TIMEOUT = 300_000
/** Nobody needs them, and each is a surprise in a scan. */
const JOKES = ['WIZ', 'SHELL', 'KILL', 'XCLIENT', 'XFORWARD']

/** The smtp-server of one listener. It ends a message at CRLF.CRLF and nowhere else. */
export function createSmtpServer(listener: DeliveryListener, tls: TlsMaterial, context: DeliveryContext, busy: Set<object>): SMTPServer {
  const common: SMTPServerOptions = {
    name: context.hostname,
    banner: 'Postern',
    cert: tls.certificate,
    key: tls.key,
    minVersion: 'TLSv1.2',
    size: context.maxMessageSize,
    maxRecipients: MOST_RECIPIENTS,
    maxClients: MOST_CLIENTS,
    socketTimeout: IDLE_TIMEOUT,
    disableReverseLookup: true,
    logger: false,
    onConnect(_session, done) {
      context.counts.connections++
      done()
    },
  }
  const server = new SMTPServer({ ...common, ...roleOf(listener, context, busy) })
  server.on('error', (error) => context.log.debug('connection failed', { service: listener.service, error: error.message }))
  return server
}

function roleOf(listener: DeliveryListener, context: DeliveryContext, busy: Set<object>): SMTPServerOptions {
  if (listener.service === 'smtp') return receiverRole(context, busy)
  if (listener.service === 'lmtp') return lmtpRole(context, busy)
  return submissionRole(listener, context, busy)
}

function receiverRole(context: DeliveryContext, busy: Set<object>): SMTPServerOptions {
  const receiver = new MailReceiver(context)
  return {
    authOptional: true,
    disabledCommands: ['AUTH', ...JOKES],
    onRcptTo: (recipient, session, done) => answer(receiver.checkRecipient(recipient.address, session), done, context),
    onData: (stream, session, done) => answer(during(busy, receiver.receiveForAll(stream, session)), done, context),
  }
}

function lmtpRole(context: DeliveryContext, busy: Set<object>): SMTPServerOptions {
  const receiver = new MailReceiver(context)
  // RFC 2033 §4.2: one reply for each RCPT that was accepted, a repeated one included; the envelope holds it once.
  const accepted = new WeakMap<SMTPServerEnvelope, string[]>()
  return {
    lmtp: true,
    authOptional: true,
    disabledCommands: ['AUTH', ...JOKES],
    onRcptTo(recipient, session, done) {
      const checked = receiver.checkRecipient(recipient.address, session).then(() => {
        const list = accepted.get(session.envelope) ?? []
        accepted.set(session.envelope, [...list, recipient.address])
      })
      answer(checked, done, context)
    },
    onData(stream, session, done) {
      const addresses = accepted.get(session.envelope) ?? []
      const answers = receiveForLmtp(receiver, stream, session, addresses)
      during(busy, answers).then((list) => done(null, [...list]), (error: unknown) => done(asReply(error)))
    },
  }
}

// The first of several RCPT for one address gets the delivery's answer, and so do the others.
async function receiveForLmtp(receiver: MailReceiver, stream: AsyncIterable<Uint8Array>, session: SMTPServerSession, addresses: readonly string[]): Promise<readonly (string | Error)[]> {
  const distinct = [...new Set(addresses)]
  const delivered = '2.0.0 Delivered'
  try {
    const answers = await receiver.receiveForEach(stream, session, distinct)
    return addresses.map((address) => answers[distinct.indexOf(address)] ?? delivered)
  } catch (error) {
    return addresses.map(() => asReply(error))
  }
}

function submissionRole(listener: DeliveryListener, context: DeliveryContext, busy: Set<object>): SMTPServerOptions {
  const submission = new MailSubmission(context)
  return {
    secure: listener.service === 'submissions',
    authMethods: ['PLAIN', 'LOGIN'],
    authRequiredMessage: replies.authenticationNeeded().message,
    // A listener that only this machine reaches may be spoken to in the clear; elsewhere AUTH waits for TLS.
    allowInsecureAuth: isLoopback(listener.host),
    disabledCommands: JOKES,
    onAuth(auth, _session, done) {
      authenticate(auth, context).then((user) => done(null, { user }), (error: unknown) => done(asAuthReply(error, context)))
    },
    onMailFrom: (sender, session, done) => answer(checkSender(submission, sender.address, session), done, context),
    onRcptTo: (recipient, session, done) => answer(submission.checkRecipient(recipient.address, session), done, context),
    onData: (stream, session, done) => answer(during(busy, submission.submit(stream, session, String(session.user))), done, context),
  }
}

async function checkSender(submission: MailSubmission, address: string, session: SMTPServerSession): Promise<void> {
  submission.checkSender(address, String(session.user))
}

/** The account's name. Throws SmtpReply 535 for a wrong name or password. */
async function authenticate(auth: SMTPServerAuthentication, context: DeliveryContext): Promise<string> {
  const { local, domain } = splitAddress(auth.username ?? '')
  const name = domain !== '' && context.domains.has(domain) ? local : (auth.username ?? '')
  const account = await context.accounts.authenticate(name, auth.password ?? '')
  if (!account) throw replies.wrongPassword()
  return account.name
}

function asAuthReply(error: unknown, context: DeliveryContext): SmtpReply {
  if (error instanceof SmtpReply) return error
  context.log.error('authentication failed', error)
  return replies.authenticationFailed()
}

function answer(work: Promise<void>, done: (error?: Error | null) => void, context: DeliveryContext): void {
  work.then(
    () => done(null),
    (error: unknown) => {
      const reply = asReply(error)
      if (reply.responseCode === 451) context.log.error('command failed', reply.cause ?? error)
      done(reply)
    },
  )
}

/** Keeps `work` among the busy ones until it is done, so that a shutdown waits for it. */
async function during<T>(busy: Set<object>, work: Promise<T>): Promise<T> {
  const mark = {}
  busy.add(mark)
  try {
    return await work
  } finally {
    busy.delete(mark)
  }
}
