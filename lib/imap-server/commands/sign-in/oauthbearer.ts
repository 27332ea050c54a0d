import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { fromOctets } from '../../protocol/quoting.ts'
import type { Mechanism } from './mechanism.ts'

interface BearerMessage {
  /** Whom the client wants to act for; '' is whoever the token names. */
  readonly authorize: string
  readonly token: string
}

const MESSAGE = /^[ny],(?:a=([^,\0\x01]{1,1000}))?,\x01((?:[A-Za-z]+=[\x09\x0a\x0d\x20-\x7e]*\x01)*)\x01$/

/** `client-resp = gs2-header kvsep *kvpair kvsep` (RFC 7628 §3.1). */
export function parseBearerMessage(octets: string): BearerMessage {
  const [, authorize = '', pairs] = MESSAGE.exec(octets) ?? []
  const token = pairs?.split('\x01').map((pair) => /^auth=bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(pair)?.[1]).find((value) => value !== undefined)
  if (token === undefined) throw new SyntaxProblem('Not an OAUTHBEARER message')
  return { authorize: fromOctets(authorize.replaceAll('=2C', ',').replaceAll('=3D', '=')), token }
}

export const oauthBearer: Mechanism = {
  name: 'OAUTHBEARER',
  spec: 'RFC 7628',
  refusal: 'The token is not accepted',
  isOffered: ({ server }) => server.tokens !== undefined,
  async prove(exchange, { server }) {
    const tokens = server.tokens!
    const { authorize, token } = parseBearerMessage((await exchange.first()).toString('latin1'))
    const user = await tokens.userOf(token)
    const account = user === undefined ? undefined : await server.accounts.find(user)
    if (!account) {
      // RFC 7628 §3.2.3: the reason is told as a challenge, which the client answers with one octet before it hears NO.
      await exchange.ask(JSON.stringify({ status: 'invalid_token', 'openid-configuration': tokens.discovery }))
      return undefined
    }
    const wanted = authorize === '' ? account.name : tokens.accountName(authorize)?.toLowerCase()
    if (wanted !== account.name) throw new Refusal('Acting for another account is not offered', 'AUTHORIZATIONFAILED')
    return account
  },
}
