import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { fromOctets } from '../../protocol/quoting.ts'
import type { Mechanism } from './mechanism.ts'

/** By the certificate that the client has shown to TLS. */
export const external: Mechanism = {
  name: 'EXTERNAL',
  spec: 'RFC 4422',
  refusal: 'The certificate names no account of this server',
  isOffered: ({ server, leg }) => server.certificates !== undefined && leg.tls?.clientCertificate !== undefined,
  async prove(exchange, { server, leg }) {
    const certificates = server.certificates!
    // RFC 4422 appendix A.1: an authorization identity, or nothing for whoever the certificate names.
    const wanted = fromOctets((await exchange.first()).toString('latin1'))
    if (/\0/.test(wanted)) throw new SyntaxProblem('Not an EXTERNAL message')
    const users = certificates.usersOf(leg.tls!.clientCertificate!)
    const user = wanted === '' ? users[0] : users.find((name) => name === certificates.accountName(wanted))
    if (wanted === '' && users.length > 1) throw new Refusal('The certificate names several accounts: say which', 'AUTHORIZATIONFAILED')
    if (user === undefined && users.length > 0) throw new Refusal('Acting for another account is not offered', 'AUTHORIZATIONFAILED')
    return user === undefined ? undefined : await server.accounts.find(user)
  },
}
