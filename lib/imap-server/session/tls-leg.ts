import { createHash, type X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

export const BINDINGS = ['tls-exporter', 'tls-server-end-point'] as const
/** What ties a sign-in to the TLS connection that it came over (RFC 5929, RFC 9266). */
export type BindingName = (typeof BINDINGS)[number]

/** A connection's TLS, as far as it can say who is at its ends. */
export class TlsLeg {
  readonly #socket: TLSSocket

  constructor(socket: TLSSocket) {
    this.#socket = socket
  }

  /** What the client has shown, if somebody whom this server trusts has issued it; never anything else. */
  get clientCertificate(): X509Certificate | undefined {
    return this.#isVerified() ? this.#socket.getPeerX509Certificate() : undefined
  }

  /** The binding's octets; undefined where this connection has no such binding. */
  channelBinding(name: BindingName): Uint8Array | undefined {
    if (name === 'tls-server-end-point') return endPoint(this.#socket.getX509Certificate())
    // RFC 9266 §4.2: with TLS 1.2 only where the extended master secret is in use, which nobody can ask here.
    if (this.#socket.getProtocol() !== 'TLSv1.3') return undefined
    return this.#socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
  }

  /** OpenSSL's verdict. Node asks for it only on sockets that its own TLS server has accepted, not on one that STARTTLS took over. */
  #isVerified(): boolean {
    const { _handle: handle } = this.#socket as TLSSocket & { readonly _handle?: { verifyError(): Error | null | undefined } }
    return handle != null && handle.verifyError() == null
  }
}

/** RFC 5929 §4.1: the certificate's hash by the hash of its own signature, by SHA-256 where that is MD5 or SHA-1. */
function endPoint(certificate: X509Certificate | undefined): Uint8Array | undefined {
  // A certificate signed without a hash of its own (Ed25519), or with one told elsewhere (RSASSA-PSS), has no such binding.
  const signedBy = /(?:md5|sha-?(1|224|256|384|512))(?!\d)/i.exec(certificate?.signatureAlgorithm ?? '')
  if (!certificate || !signedBy) return undefined
  const hash = signedBy[1] === undefined || signedBy[1] === '1' ? 'sha256' : `sha${signedBy[1]}`
  return createHash(hash).update(certificate.raw).digest()
}
