import type { Address } from '#lib/mail/envelope.ts'
import type { OriginView } from '#lib/mail/reading/message-view.ts'
import type { Authentication } from '#lib/mail/reading/trust/authentication-results.ts'

/** The address of the one who wrote a message; '' where it names several, a group, or nobody. */
export function soleSender(from: readonly Address[]): string {
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
