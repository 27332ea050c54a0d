import { fingerprintOf, isAuthority, isValidAt, type OpenedCertificate } from './certificate.ts'

/** Certificates between a person's and the authority that is trusted. */
const STEPS = 8

export interface TrustQuestion {
  /** What the message brings besides; none of it is believed by itself. */
  readonly others: readonly OpenedCertificate[]
  readonly anchors: readonly OpenedCertificate[]
  /** Milliseconds since 1970: when it was signed. */
  readonly time: number
}

/** Whether issuers lead from a certificate to one that is trusted, each an authority and valid at that time (RFC 5280 §6, RFC 8550 §4). */
export function isTrusted(certificate: OpenedCertificate, { others, anchors, time }: TrustQuestion): boolean {
  const trusted = new Set(anchors.map(({ node }) => fingerprintOf(node)))
  const seen = new Set<string>()
  const waiting: { readonly current: OpenedCertificate; readonly steps: number }[] = [{ current: certificate, steps: 0 }]
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { current, steps } = next
    const fingerprint = fingerprintOf(current.node)
    if (!isValidAt(current, time)) continue
    if (trusted.has(fingerprint)) return true
    if (seen.has(fingerprint) || steps >= STEPS) continue
    seen.add(fingerprint)
    const issuers = [...anchors, ...others].filter((issuer) => hasIssued(issuer, current) && mayLead(issuer, steps))
    waiting.push(...issuers.map((issuer) => ({ current: issuer, steps: steps + 1 })))
  }
  return false
}

function hasIssued(issuer: OpenedCertificate, issued: OpenedCertificate): boolean {
  try {
    return isAuthority(issuer) && issued.node.checkIssued(issuer.node) && issued.node.verify(issuer.node.publicKey)
  } catch {
    return false
  }
}

/** RFC 5280 §4.2.1.9: how many authorities may stand below one. */
function mayLead({ parsed }: OpenedCertificate, below: number): boolean {
  const constraints = parsed.extensions?.find(({ extnID }) => extnID === '2.5.29.19')?.parsedValue as { readonly pathLenConstraint?: unknown } | undefined
  const most = constraints?.pathLenConstraint
  return typeof most !== 'number' || below <= most
}
