import type { Account } from '#lib/accounts/account-directory.ts'
import { Refusal } from '../../protocol/problems.ts'
import type { ImapSession } from '../../session/imap-session.ts'
import { defineCommand, type CommandContext, type Completion } from '../command.ts'
import { anonymous, NOBODY } from './anonymous.ts'
import { external } from './external.ts'
import { SaslExchange, WRONG_PASSWORD, type Mechanism } from './mechanism.ts'
import { oauthBearer } from './oauthbearer.ts'
import { plain } from './plain.ts'
import { canSayPasswords, refuseBarred, refuseProof } from './proof.ts'
import { scram, scramPlus } from './scram.ts'

const beforeLogin = (session: ImapSession): boolean => session.state === 'not-authenticated'

export const login = defineCommand({
  name: 'LOGIN',
  states: ['not-authenticated'],
  spec: ['RFC 3501 §6.2.3', 'RFC 7888 §5'],
  capabilities: [
    { name: 'LITERAL-', spec: 'RFC 7888', applies: beforeLogin },
    // RFC 7888 §5: never both. Strangers send little uninvited; who has signed in may send whole messages.
    { name: 'LITERAL+', spec: 'RFC 7888', applies: (session) => !beforeLogin(session) },
    { name: 'LOGINDISABLED', spec: 'RFC 3501', applies: (session) => beforeLogin(session) && !canSayPasswords(session) },
  ],
  async parse(args, by, session) {
    // Before the password is on the wire, as far as that is in our hands.
    refuseInTheClear(session)
    refuseBarred(session)
    args.expect(' ')
    const name = await args.text('a user name')
    args.expect(' ')
    const password = await args.text('a password')
    args.end()
    return { name, password }
  },
  async run(context, { name, password }) {
    const { accounts } = context.session.server
    context.session.claim(name)
    return await signIn(context, { account: password === '' ? undefined : await accounts.authenticate(name, password), refusal: WRONG_PASSWORD })
  },
})

/** The safest first: some clients take the first that they know. */
const MECHANISMS: readonly Mechanism[] = [external, scramPlus, scram, oauthBearer, plain, anonymous]

export const authenticate = defineCommand({
  name: 'AUTHENTICATE',
  states: ['not-authenticated'],
  spec: ['RFC 3501 §6.2.2', 'RFC 4959 §3', 'RFC 4422 §3', 'RFC 4422 §A', 'RFC 4616 §2', 'RFC 7677 §3', 'RFC 5802 §5', 'RFC 5929 §4', 'RFC 9266 §2', 'RFC 7628 §3', 'RFC 4505 §2'],
  capabilities: [
    { name: 'SASL-IR', spec: 'RFC 4959', applies: beforeLogin },
    ...MECHANISMS.map(({ name, spec, isOffered }) => ({
      name: `AUTH=${name}`,
      spec,
      applies: (session: ImapSession) => beforeLogin(session) && canSayPasswords(session) && isOffered(session),
    })),
  ],
  async parse(args, by, session) {
    args.expect(' ')
    const name = args.word('a mechanism')
    const initial = args.accept(' ') ? args.rest() : undefined
    args.end()
    const mechanism = MECHANISMS.find((known) => known.name === name && known.isOffered(session))
    if (!mechanism) throw new Refusal('Mechanism not supported', 'CANNOT')
    refuseInTheClear(session)
    refuseBarred(session)
    return { account: await mechanism.prove(new SaslExchange(args, session.lineLimit, initial), session), refusal: mechanism.refusal }
  },
  run: signIn,
})

function refuseInTheClear(session: ImapSession): void {
  // RFC 3501 §6.2.3, RFC 5530 §3: neither password nor mail in the clear but on loopback.
  if (!canSayPasswords(session)) throw new Refusal('Start TLS first', 'PRIVACYREQUIRED')
}

interface Attempt {
  /** Who the client has proved to be; undefined when it has not. */
  readonly account: Account | undefined
  readonly refusal: string
}

/** Signs in whoever has proved to be somebody; a failed attempt costs time. */
async function signIn({ session, capabilities }: CommandContext, { account, refusal }: Attempt): Promise<Completion> {
  const { storeOf, publicStore, limits, counters, signedIn } = session.server
  if (!account) return await refuseProof(session, refusal)
  const isNobody = account === NOBODY
  if ((signedIn.get(account.name) ?? 0) >= (isNobody ? limits.anonymousConnections : limits.connectionsPerAccount)) throw new Refusal('Too many connections of this account', 'LIMIT')
  session.claim(account.name)
  session.signIn({ account, store: isNobody && publicStore ? publicStore() : await storeOf(account), isNobody })
  counters.logins++
  session.log.info('imap.login', { account: account.name, encrypted: session.leg.encrypted })
  return { code: `CAPABILITY ${capabilities()}`, text: 'Signed in' }
}
