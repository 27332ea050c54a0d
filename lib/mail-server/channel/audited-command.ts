import type { AuditFields } from '#lib/log/audited.ts'
import type { NewUser, Share } from '../administration.ts'
import type { AdminRequest } from './admin-wire.ts'

/** What the audit log may know of a command: whose account it was, and of shared mailboxes what was given to whom. Never a password. */
export function auditedCommand({ call, arguments: [first, second, third] }: AdminRequest): AuditFields<'command'> {
  const nothing = { call, account: undefined, mailbox: undefined, identifier: undefined, rights: undefined }
  switch (call) {
    case 'addUser':
      return { ...nothing, account: (first as NewUser).name }
    case 'moveUser':
    case 'deleteUser':
    case 'setPassword':
    case 'subscribe':
      return { ...nothing, account: String(first) }
    case 'setQuota':
      return { ...nothing, account: String(first), mailbox: third === undefined ? undefined : String(third) }
    case 'seed':
    case 'restore':
      return { ...nothing, account: String(second) }
    case 'share': {
      const { owner, mailbox, grantee, rights } = first as Share
      return { ...nothing, account: owner, mailbox, identifier: grantee, rights }
    }
    default:
      return nothing
  }
}
