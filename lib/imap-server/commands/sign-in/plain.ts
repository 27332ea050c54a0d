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
    const [authorize, name, password, more] = fromOctets((await exchange.first()).toString('latin1')).split('\0')
    if (name === undefined || password === undefined || more !== undefined) throw new SyntaxProblem('Not a PLAIN message')
    if (authorize !== '' && authorize !== name) throw new Refusal('Acting for another account is not offered', 'AUTHORIZATIONFAILED')
    session.claim(name)
    return password === '' ? undefined : await session.server.accounts.authenticate(name, password)
  },
}
