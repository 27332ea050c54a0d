import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'

/** What is read of a mailbox, and what is heard of it. */
const READ = /^(?:mailboxes|events)(?:\/|$)/
/** What the banners of such a session post to. */
const POSTED = /^(?:session\/end|alert)$/

/** Throws GatewayError 'refused' where an administrator who reads somebody's mail to help asks for anything but mail, or for what changes something. */
export function refuseBeyondSupport({ support }: Pick<SignedIn, 'support'>, request: Pick<Request, 'method' | 'url'>): void {
  if (support !== undefined && !isWithinSupport(request)) throw new GatewayError('refused', 'support', { refusal: { name: 'support-only-reads' } })
}

function isWithinSupport({ method, url }: Pick<Request, 'method' | 'url'>): boolean {
  const { pathname } = new URL(url)
  const at = pathname.indexOf('/api/')
  const resource = at === -1 ? '' : pathname.slice(at + '/api/'.length)
  return (method === 'GET' || method === 'HEAD' ? READ : POSTED).test(resource)
}

/** Whether a page, by its address below the base path, shows mail and nothing else of somebody. */
export function isPageOfMail(path: string): boolean {
  return /^\/mailboxes\/[^/?]/.test(path)
}
