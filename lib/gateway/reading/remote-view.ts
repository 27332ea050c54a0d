import type { Address } from '#lib/mail/envelope.ts'
import type { RemoteView } from '#lib/mail/reading/message-view.ts'
import type { Authentication } from '#lib/mail/reading/trust/authentication-results.ts'
import { soleSender } from './origin-view.ts'
import { remoteTrust } from '#lib/mail/reading/trust/remote-senders.ts'

/** Whose pictures from elsewhere a message brings; nothing where it names several senders or none. */
export function remoteView({ from, authentication, remoteSenders }: { readonly from: readonly Address[]; readonly authentication: Authentication | undefined; readonly remoteSenders: readonly string[] }): { readonly remote?: RemoteView } {
  const sender = soleSender(from)
  if (sender === '') return {}
  const isProven = authentication?.proves(sender.slice(sender.lastIndexOf('@') + 1)) === true
  return { remote: { sender, isProven, trust: remoteTrust(remoteSenders, sender, { isProven, isDisproved: authentication?.isDisproved === true }) } }
}
