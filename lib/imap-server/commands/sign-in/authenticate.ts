import { setTimeout as wait } from 'node:timers/promises'
import type { ArgumentReader } from '../../protocol/argument-reader.ts'
import { FatalProtocolError, Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { fromOctets } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { defineCommand, type CommandContext, type Completion } from '../command.ts'

interface Proof {
  readonly name: string
  readonly password: string
}

const canLogIn = (session: ImapSession): boolean => session.leg.encrypted || session.leg.loopback
const beforeLogin = (session: ImapSession): boolean => session.state === 'not-authenticated'

export const login = defineCommand({
  name: 'LOGIN',
  states: ['not-authenticated'],
  spec: ['RFC 3501 §6.2.3', 'RFC 7888 §3'],
  capabilities: [
    { name: 'LITERAL+', spec: 'RFC 7888' },
    { name: 'LOGINDISABLED', spec: 'RFC 3501', applies: (session) => beforeLogin(session) && !canLogIn(session) },
  ],
  async parse(args, by, session): Promise<Proof> {
    // Before the password is on the wire, as far as that is in our hands.
    refusePlainText(session)
    args.expect(' ')
    const name = await args.text('a user name')
    args.expect(' ')
    const password = await args.text('a password')
    args.end()
    return { name, password }
  },
  run: signIn,
})

export const authenticate = defineCommand({
  name: 'AUTHENTICATE',
  states: ['not-authenticated'],
  spec: ['RFC 3501 §6.2.2', 'RFC 4959 §3', 'RFC 4616 §2'],
  capabilities: [
    { name: 'SASL-IR', spec: 'RFC 4959', applies: beforeLogin },
    { name: 'AUTH=PLAIN', spec: 'RFC 4616', applies: (session) => beforeLogin(session) && canLogIn(session) },
  ],
  async parse(args, by, session): Promise<Proof> {
    args.expect(' ')
    const mechanism = args.word('a mechanism')
    const initial = args.accept(' ') ? args.rest() : undefined
    args.end()
    if (mechanism !== 'PLAIN') throw new Refusal('Mechanism not supported', 'CANNOT')
    refusePlainText(session)
    return await readPlain(args, initial, session.lineLimit)
  },
  run: signIn,
})

function refusePlainText(session: ImapSession): void {
  // RFC 3501 §6.2.3, RFC 5530 §3: no password in the clear but on loopback.
  if (!canLogIn(session)) throw new Refusal('Start TLS first', 'PRIVACYREQUIRED')
}

/** `message = [authzid] NUL authcid NUL passwd` (RFC 4616 §2), in base64. */
async function readPlain(args: ArgumentReader, initial: string | undefined, limit: number): Promise<Proof> {
  const response = initial ?? (await args.continuationLine('', limit))
  if (response === '*') throw new SyntaxProblem('Authentication cancelled')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(response)) throw new SyntaxProblem('Not base64')
  const [authorize, name, password, more] = fromOctets(Buffer.from(response, 'base64').toString('latin1')).split('\0')
  if (name === undefined || password === undefined || more !== undefined) throw new SyntaxProblem('Not a PLAIN message')
  if (authorize !== '' && authorize !== name) throw new Refusal('Acting for another account is not offered', 'AUTHORIZATIONFAILED')
  return { name, password }
}

async function signIn({ session, capabilities }: CommandContext, { name, password }: Proof): Promise<Completion> {
  const { accounts, storeOf, limits, counters, signedIn } = session.server
  const account = password === '' ? undefined : await accounts.authenticate(name, password)
  if (!account) {
    session.failedLogins++
    counters.failedLogins++
    session.log.warn('imap.login-failed', { attempt: session.failedLogins })
    await wait(limits.loginDelay * 2 ** Math.min(session.failedLogins - 1, 4))
    if (session.failedLogins >= limits.failedLogins) throw new FatalProtocolError('Too many failed logins')
    throw new Refusal('Wrong user name or password', 'AUTHENTICATIONFAILED')
  }
  if ((signedIn.get(account.name) ?? 0) >= limits.connectionsPerAccount) throw new Refusal('Too many connections of this account', 'LIMIT')
  session.signIn({ account, store: await storeOf(account) })
  counters.logins++
  session.log.info('imap.login', { account: account.name, encrypted: session.leg.encrypted })
  return { code: `CAPABILITY ${capabilities()}`, text: 'Signed in' }
}
