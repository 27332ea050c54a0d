import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { ListView } from '#lib/mail/reading/lists/list-view.ts'
import { OUTSIDE_RULES, requestOutside, requireOutside, type OutsideRules } from '../outside-request.ts'

/** RFC 8058 asks for https; nothing else is ever told. */
const UNSUBSCRIBE_RULES: OutsideRules = { ...OUTSIDE_RULES, schemes: ['https:'], ports: [443] }

/**
 * Ends a subscription by one request (RFC 8058 §3.2): no cookie, no name, no redirect; only to a public address. Answers the host that
 * confirmed it. Throws GatewayError 'invalid' for a message that offers it not, and 'refused' where it was not confirmed.
 */
export async function unsubscribe(list: ListView | undefined, signal: AbortSignal, rules = UNSUBSCRIBE_RULES): Promise<string> {
  if (list?.oneClick === undefined) throw new GatewayError('invalid', 'no one-click unsubscribe')
  const { host } = new URL(list.oneClick)
  const refused = (cause: unknown): GatewayError => new GatewayError('refused', 'unsubscribe', { cause, refusal: { name: 'unsubscribe-failed', with: { host } } })
  try {
    const body = 'List-Unsubscribe=One-Click'
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(body.length), Accept: '*/*' }
    const response = await requestOutside(requireOutside(list.oneClick, rules), { method: 'POST', headers, body }, AbortSignal.any([signal, AbortSignal.timeout(rules.milliseconds)]), rules)
    response.destroy()
    if (response.statusCode === undefined || response.statusCode < 200 || response.statusCode > 299) throw refused(`status ${response.statusCode}`)
    return host
  } catch (error) {
    throw isGatewayError(error) && error.failure === 'refused' ? error : refused(error)
  }
}
