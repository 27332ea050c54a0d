import type { Address } from '#lib/mail/envelope.ts'
import type { OriginView, RemoteView } from '#lib/mail/reading/message-view.ts'
import type { Authentication } from '#lib/mail/reading/trust/authentication-results.ts'
import { remoteTrust } from '#lib/mail/reading/trust/remote-senders.ts'

/** Whose pictures from elsewhere a message brings; nothing where it names several senders or none. */
export function remoteView({ from, authentication, remoteSenders }: { readonly from: readonly Address[]; readonly authentication: Authentication | undefined; readonly remoteSenders: readonly string[] }): { readonly remote?: RemoteView } {
  const sender = soleSender(from)
  if (sender === '') return {}
  const isProven = authentication?.proves(sender.slice(sender.lastIndexOf('@') + 1)) === true
  return { remote: { sender, isProven, trust: remoteTrust(remoteSenders, sender, { isProven, isDisproved: authentication?.isDisproved === true }) } }
}

/** The address of the one who wrote a message; '' where it names several, a group, or nobody. */
function soleSender(from: readonly Address[]): string {
  const [first, ...others] = from
  const address = first && others.length === 0 && !first.group ? first.address : ''
  return /^[^@\s]+@[^@\s]+$/.test(address) ? address : ''
}

/** What the reader's mail server found out about where a message comes from; nothing where it has checked nothing, or nobody is named. */
export function originView(from: readonly Address[], authentication: Authentication | undefined): { readonly origin?: OriginView } {
  const sender = soleSender(from)
  if (!authentication || authentication.checks.length === 0 || sender === '') return {}
  const domain = sender.slice(sender.lastIndexOf('@') + 1)
  return { origin: { domain, isProven: authentication.proves(domain), checks: authentication.checks } }
}
