import type { AuditedAct, AuditFields } from '#lib/log/audited.ts'
import { siteOfAccount } from '#lib/session/account-identity.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { PublicCall } from '../call.ts'

type Asked = Pick<PublicCall<unknown, unknown, unknown>, 'request' | 'log'>
/** Acts of somebody who is signed in. */
export type ActOfPerson = { [Act in AuditedAct]: AuditFields<'sign-out'> extends Pick<AuditFields<Act>, keyof AuditFields<Act> & keyof AuditFields<'sign-out'>> ? Act : never }[AuditedAct]

/** Tells the audit log what somebody did by this request, with who they are and from where. */
export function auditAct<Act extends ActOfPerson>({ request, log }: Asked, { user, account }: Pick<SignedIn, 'user' | 'account'>, did: Act, what: Omit<AuditFields<Act>, keyof AuditFields<'sign-out'>>): void {
  const whole: Readonly<Record<string, string | number | undefined>> = { who: user, site: siteOfAccount(account), remote: clientOf(request), ...what }
  log.audit(did, whole as AuditFields<Act>)
}

/** The client's own address, as the front found it. */
export function clientOf(request: Request): string | undefined {
  return request.headers.get('x-postern-remote-address') ?? undefined
}
