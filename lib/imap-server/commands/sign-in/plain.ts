import { authenticateFor } from '#lib/accounts/acting-for.ts'
import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { fromOctets } from '../../protocol/quoting.ts'
import { WRONG_PASSWORD, type Mechanism } from './mechanism.ts'

export const plain: Mechanism = {
  name: 'PLAIN',
  spec: 'RFC 4616',
  refusal: WRONG_PASSWORD,
  isOffered: () => true,
  async prove(exchange, session) {
    // RFC 4616 §2: message = [authzid] NUL authcid NUL passwd
    const [authorize = '', name, password, more] = fromOctets((await exchange.first()).toString('latin1')).split('\0')
    if (name === undefined || password === undefined || more !== undefined) throw new SyntaxProblem('Not a PLAIN message')
    session.claim(name)
    const account = await authenticateFor(session.server.accounts, session.server.serviceAccounts, { authorize, name, password })
    // RFC 5530 §3: the password is right, and yet the client may not act as that account.
    if (account === 'not-allowed') throw new Refusal('Acting for another account is not offered', 'AUTHORIZATIONFAILED')
    if (account && authorize !== '' && authorize !== name) session.log.audit('acted-for', { by: name, account: account.name })
    return account
  },
}
