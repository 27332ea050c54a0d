import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ScramKeys } from '#lib/accounts/account-directory.ts'
import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { fromOctets, type Octets } from '../../protocol/quoting.ts'
import { BINDINGS, type BindingName, type TlsLeg } from '../../session/tls-leg.ts'
import { WRONG_PASSWORD, type Mechanism } from './mechanism.ts'

export const scram: Mechanism = mechanism('SCRAM-SHA-256', false)
/** The same, tied to the TLS connection: nobody in the middle can pass it on. */
export const scramPlus: Mechanism = mechanism('SCRAM-SHA-256-PLUS', true)

function mechanism(name: string, binds: boolean): Mechanism {
  return {
    name,
    spec: 'RFC 7677',
    refusal: WRONG_PASSWORD,
    isOffered: ({ server, leg }) => server.accounts.keepsScramKeys && (!binds || canBind(leg.tls)),
    async prove(exchange, session) {
      const { server, leg } = session
      const first = parseClientFirst((await exchange.first()).toString('latin1'))
      session.claim(first.name)
      const binding = bindingOf(first, binds, leg.tls)
      const keys = await server.accounts.scramKeys(first.name)
      const conversation = new ScramConversation(first, keys)
      const signature = conversation.finish((await exchange.ask(conversation.challenge)).toString('latin1'), binding)
      // Looked up for a wrong proof too, so that the time tells nothing.
      const account = await server.accounts.find(first.name)
      if (signature === undefined || !account) return undefined
      // RFC 5802 §5: the server proves itself as well. Its message needs an answer, which is empty (RFC 3501 §6.2.2).
      if ((await exchange.ask(`v=${signature}`)).length > 0) throw new SyntaxProblem('Nothing was to be said any more')
      return account
    },
  }
}

interface ClientFirst {
  /** `gs2-header`, as it came. */
  readonly header: Octets
  /** `n`: the client has no channel binding; `y`: it has, and thinks that the server has none. */
  readonly binding: 'n' | 'y' | { readonly name: string }
  readonly name: string
  readonly nonce: Octets
  /** `client-first-message-bare`, as it came. */
  readonly bare: Octets
}

const CLIENT_FIRST = /^((n|y|p=([A-Za-z0-9.-]{1,100})),(?:a=([^,\0]{1,1000}))?,)(n=([^,\0]{1,1000}),r=([\x21-\x2b\x2d-\x7e]{1,512})(?:,[A-Za-z]=[^,\0]+)*)$/

/** `client-first-message = gs2-header [reserved-mext ","] username "," nonce ["," extensions]` (RFC 5802 §7). */
export function parseClientFirst(message: Octets): ClientFirst {
  const [, header, flag, bindingName, authorize, bare, saslName, nonce] = CLIENT_FIRST.exec(message) ?? []
  if (header === undefined || bare === undefined || saslName === undefined || nonce === undefined) throw new SyntaxProblem('Not a SCRAM message')
  const name = readSaslName(saslName)
  if (authorize !== undefined && readSaslName(authorize) !== name) throw new Refusal('Acting for another account is not offered', 'AUTHORIZATIONFAILED')
  return { header, binding: bindingName === undefined ? (flag as 'n' | 'y') : { name: bindingName }, name, nonce, bare }
}

/** `saslname`: "=2C" is a comma and "=3D" an equals sign; no other "=" may stand there (RFC 5802 §5.1). */
function readSaslName(octets: Octets): string {
  if (/=(?!2C|3D)/.test(octets)) throw new SyntaxProblem('Not a SCRAM message')
  return fromOctets(octets.replaceAll('=2C', ',').replaceAll('=3D', '='))
}

function canBind(tls: TlsLeg | undefined): tls is TlsLeg {
  return tls !== undefined && BINDINGS.some((name) => tls.channelBinding(name) !== undefined)
}

/** The octets that the client must know besides the password. */
function bindingOf({ binding }: ClientFirst, binds: boolean, tls: TlsLeg | undefined): Uint8Array {
  if ((typeof binding === 'object') !== binds) throw new SyntaxProblem('Channel binding does not fit the mechanism')
  if (typeof binding === 'object') {
    const name = BINDINGS.find((known): known is BindingName => known === binding.name)
    const octets = name && tls?.channelBinding(name)
    if (!octets) throw new Refusal('Channel binding not supported', 'CANNOT')
    return octets
  }
  // RFC 5802 §6: the client was shown a list from which somebody has struck out what would have bound it.
  if (binding === 'y' && canBind(tls)) throw new Refusal('The server does bind to the channel', 'AUTHENTICATIONFAILED')
  return Buffer.alloc(0)
}

const CLIENT_FINAL = /^(c=([A-Za-z0-9+/=]+),r=([^,\0]+)(?:,[A-Za-z]=[^,\0]+)*),p=([A-Za-z0-9+/]{43}=)$/

/** The server's half of one SCRAM-SHA-256 (RFC 5802 §3). */
export class ScramConversation {
  readonly #first: ClientFirst
  readonly #keys: ScramKeys
  readonly #nonce: Octets
  /** `server-first-message`. */
  readonly challenge: Octets

  constructor(first: ClientFirst, keys: ScramKeys, nonce: Octets = randomBytes(18).toString('base64')) {
    this.#first = first
    this.#keys = keys
    this.#nonce = first.nonce + nonce
    this.challenge = `r=${this.#nonce},s=${Buffer.from(keys.salt).toString('base64')},i=${keys.iterations}`
  }

  /** The server's signature for `client-final-message`; undefined when the client has not proved that it knows the password. */
  finish(message: Octets, binding: Uint8Array): string | undefined {
    const [, withoutProof, channel, nonce, proof] = CLIENT_FINAL.exec(message) ?? []
    if (withoutProof === undefined || channel === undefined || proof === undefined) throw new SyntaxProblem('Not a SCRAM message')
    const signed = Buffer.from(`${this.#first.bare},${this.challenge},${withoutProof}`, 'latin1')
    const clientSignature = createHmac('sha256', this.#keys.storedKey).update(signed).digest()
    const clientKey = Buffer.from(proof, 'base64').map((octet, index) => octet ^ clientSignature[index]!)
    const proves = timingSafeEqual(createHash('sha256').update(clientKey).digest(), this.#keys.storedKey)
    const bound = Buffer.concat([Buffer.from(this.#first.header, 'latin1'), binding]).equals(Buffer.from(channel, 'base64'))
    if (!proves || !bound || nonce !== this.#nonce) return undefined
    return createHmac('sha256', this.#keys.serverKey).update(signed).digest('base64')
  }
}
