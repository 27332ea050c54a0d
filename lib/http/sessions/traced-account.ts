import type { Config } from '#lib/config/config.ts'
import { TraceBook } from '#lib/log/trace/trace-book.ts'
import { tracedBy, type Traced } from '#lib/log/trace/traced.ts'
import { userNames } from '#lib/mail/sites/user-names.ts'
import { identityOfAccount } from '#lib/session/account-identity.ts'
import { processSingleton } from '../process-singleton.ts'

type Known = Pick<Config, 'data' | 'sites'>

/** The traces of this process. */
export function traceBook({ data }: Pick<Config, 'data'>): TraceBook {
  return processSingleton('trace-book', () => new TraceBook(data, 'gateway'))
}

/** Writes down what is said to servers for somebody of a site, where an administrator asked for it: by their user name or their address there. */
export function tracedUser(config: Known, site: string, user: string): Traced {
  const domain = config.sites.find(({ name }) => name === site)?.servers.domain ?? ''
  return tracedBy(traceBook(config), { names: userNames(user, domain), site })
}

/** The same by the key of an account. */
export function tracedAccount(config: Known, account: string): Traced | undefined {
  const identity = identityOfAccount(account)
  return identity && tracedUser(config, identity.site, identity.user)
}
