import type { SMTPServer, SMTPServerAuthentication, SMTPServerEnvelope, SMTPServerOptions, SMTPServerSession } from 'smtp-server'
import { authenticateFor } from '#lib/accounts/acting-for.ts'
import { isInNetworks } from '#lib/mail/network/networks.ts'
import type { ListeningPlace } from '#lib/network/listen-on.ts'
import { asReply } from './deliver-local.ts'
import type { DeliveryContext } from './delivery-context.ts'
import { PromptServer } from './prompt-server.ts'
import { QuickServer } from './quick-data.ts'
import { MailReceiver } from './receive-mail.ts'
import { splitAddress } from './recipient.ts'
import { isLoopback } from './relay.ts'
import { replies, SmtpReply } from './reply.ts'
import { standBehindDoor } from './stand-behind-door.ts'
import { MailSubmission } from './submit-mail.ts'

export type DeliveryService = 'smtp' | 'lmtp' | 'submission' | 'submissions'

export interface DeliveryListener extends ListeningPlace {
  readonly service: DeliveryService
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
const JOKES: string[] = ['WIZ', 'SHELL', 'KILL', 'XCLIENT', 'XFORWARD']

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
    // RFC 3461 §4: who announces it makes reports, or passes the wish for them on.
    hideDSN: true,
    logger: false,
    onConnect(_session, done) {
      countConnection(listener, context)
      done()
    },
  }
  const sheltered = new Set<string>()
  const Server = listener.service === 'smtp' ? QuickServer : PromptServer
  const server: SMTPServer = new Server({ ...common, ...roleOf(listener, { context, busy, sheltered, isOnLoopback: () => isLoopback(boundHost(server) ?? listener.host), hangUp: (session, answers) => hangUp(server, session, answers) }) })
  standBehindDoor(server, context.door, sheltered)
  server.on('error', (error) => context.log.debug('connection failed', { service: listener.service, error: error.message }))
  return server
}

function boundHost({ server }: SMTPServer): string | undefined {
  const bound = server.address()
  return typeof bound === 'object' ? bound?.address : undefined
}

/** What the roles of a listener share. */
interface Role {
  readonly context: DeliveryContext
  /** Messages that are on their way: a shutdown waits for them. */
  readonly busy: Set<object>
  /** Only this machine reaches the listener, as it really is. */
  isOnLoopback(): boolean
  /** Sessions whose client has spoken TLS to a proxy on this machine. */
  readonly sheltered: ReadonlySet<string>
  /** Answers and closes the connection, without reading what the client has already sent behind the message. */
  hangUp(session: SMTPServerSession, answers: readonly SmtpReply[]): void
}

function roleOf(listener: DeliveryListener, role: Role): SMTPServerOptions {
  if (listener.service === 'smtp') return receiverRole(role)
  if (listener.service === 'lmtp') return lmtpRole(role)
  return submissionRole(listener, role)
}

function hangUp(server: SMTPServer, session: SMTPServerSession, answers: readonly SmtpReply[]): void {
  for (const connection of server.connections) {
    if (connection.session !== session) continue
    for (const reply of answers) connection.send(reply.responseCode, reply.message)
    connection.close()
  }
}

function receiverRole(role: Role): SMTPServerOptions {
  const { context } = role
  const receiver = new MailReceiver(context)
  return {
    authOptional: true,
    disabledCommands: ['AUTH', ...JOKES],
    onRcptTo: (recipient, session, done) => answer(receiver.checkRecipient(recipient.address, session), done, context),
    onData: (stream, session, done) => answerMessage(receiver.receiveForAll(stream, session), { session, done, role }),
  }
}

function lmtpRole(role: Role): SMTPServerOptions {
  const { context, busy } = role
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
      const reply = (list: readonly (string | SmtpReply)[]): void => {
        const last = list.filter((one) => one instanceof SmtpReply && one.hangUp) as readonly SmtpReply[]
        if (last.length > 0) role.hangUp(session, last)
        else done(null, [...list])
      }
      during(busy, answers).then(reply, (error: unknown) => done(asReply(error)))
    },
  }
}

// The first of several RCPT for one address gets the delivery's answer, and so do the others.
async function receiveForLmtp(receiver: MailReceiver, stream: AsyncIterable<Uint8Array>, session: SMTPServerSession, addresses: readonly string[]): Promise<readonly (string | SmtpReply)[]> {
  const distinct = [...new Set(addresses)]
  const delivered = '2.0.0 Delivered'
  try {
    const answers = await receiver.receiveForEach(stream, session, distinct)
    return addresses.map((address) => answers[distinct.indexOf(address)] ?? delivered)
  } catch (error) {
    return addresses.map(() => asReply(error))
  }
}

function submissionRole(listener: DeliveryListener, role: Role): SMTPServerOptions {
  const { context } = role
  const submission = new MailSubmission(context)
  return {
    secure: listener.service === 'submissions',
    authMethods: ['PLAIN', 'LOGIN'],
    authRequiredMessage: replies.authenticationNeeded().message,
    allowInsecureAuth: true,
    disabledCommands: JOKES,
    onConnect(session, done) {
      countConnection(listener, context)
      // A listener that only this machine reaches may be spoken to in the clear; elsewhere AUTH is not even offered before TLS.
      const isOurs = role.isOnLoopback() && isLoopback(session.remoteAddress)
      if (!session.secure && !isOurs && !role.sheltered.has(session.id)) session.disabledCommands = [...JOKES, 'AUTH']
      done()
    },
    onSecure(_socket, session, done) {
      session.disabledCommands = JOKES
      done()
    },
    onAuth(auth, session, done) {
      authenticate(auth, session.remoteAddress, context).then((user) => {
        context.counts.signedIn++
        done(null, { user })
      }, (error: unknown) => {
        const reply = asAuthReply(error, context)
        if (reply.responseCode === replies.wrongPassword().responseCode) {
          context.counts.refused++
          context.log.warn('submission.login-failed', { remote: session.remoteAddress })
        }
        done(reply)
      })
    },
    onMailFrom: (sender, session, done) => answer(checkSender(submission, sender.address, session), done, context),
    onRcptTo: (recipient, session, done) => answer(submission.checkRecipient(recipient.address, session), done, context),
    onData: (stream, session, done) => answerMessage(submission.submit(stream, session, String(session.user)), { session, done, role }),
  }
}

function countConnection({ service }: DeliveryListener, { counts }: DeliveryContext): void {
  counts.connections++
  counts.byService.set(service, (counts.byService.get(service) ?? 0) + 1)
}

async function checkSender(submission: MailSubmission, address: string, session: SMTPServerSession): Promise<void> {
  // While AUTH is not offered the library would let everybody through.
  if (!session.user) throw session.secure ? replies.authenticationNeeded() : replies.tlsNeeded()
  submission.checkSender(address, String(session.user))
}

/** The account's name. Throws SmtpReply 535 for a wrong name or password and for whom the client may not act, and 454 where too many of them came from that address. */
async function authenticate(auth: SMTPServerAuthentication, remote: string, context: DeliveryContext): Promise<string> {
  const isOne = !isInNetworks(remote, context.gateways)
  if (isOne && context.failedSignIns.isBarred(remote)) throw replies.tooManyFailures()
  const { accounts, serviceAccounts } = context
  const claim = { authorize: accountIn(auth.authzid ?? '', context), name: accountIn(auth.username ?? '', context), password: auth.password ?? '' }
  const account = await authenticateFor(accounts, serviceAccounts, claim)
  if (account === 'not-allowed') throw replies.actingNotOffered()
  if (!account) {
    if (isOne) context.failedSignIns.failed(remote)
    throw replies.wrongPassword()
  }
  if (claim.authorize !== '' && claim.authorize !== claim.name) context.log.info('submission.acting-for', { by: claim.name, account: account.name })
  return account.name
}

/** The account's name of an address in our domains; what else is said as it is. */
function accountIn(said: string, { domains }: DeliveryContext): string {
  const { local, domain } = splitAddress(said)
  return domain !== '' && domains.has(domain) ? local : said
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

interface MessageAnswer {
  readonly session: SMTPServerSession
  readonly done: (error?: Error | null) => void
  readonly role: Role
}

function answerMessage(work: Promise<void>, { session, done, role }: MessageAnswer): void {
  const guarded = (error?: Error | null): void => {
    if (error instanceof SmtpReply && error.hangUp) role.hangUp(session, [error])
    else done(error)
  }
  answer(during(role.busy, work), guarded, role.context)
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
