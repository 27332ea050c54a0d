import type { ImapSession } from '../session/imap-session.ts'
import { capability, enable, id, logout, noop } from './any-state.ts'
import { append } from './append.ts'
import { authenticate, login } from './sign-in/authenticate.ts'
import type { Capability, Command } from './command.ts'
import { compress } from './compress.ts'
import { copy, move } from './copy.ts'
import { expunge } from './expunge.ts'
import { fetch } from './fetch/fetch.ts'
import { idle } from './idle.ts'
import { language } from './language.ts'
import { deleteAcl, getAcl, listRights, myRights, setAcl } from './mailboxes/acl.ts'
import { list, lsub, namespace } from './mailboxes/list.ts'
import { getMetadata, setMetadata } from './mailboxes/metadata.ts'
import { getQuota, getQuotaRoot, setQuota } from './mailboxes/quota.ts'
import { status } from './mailboxes/status.ts'
import { create, remove, rename, subscribe, unsubscribe } from './mailboxes/mailboxes.ts'
import { esearch } from './multisearch/esearch.ts'
import { cancelUpdate } from './search/cancel-update.ts'
import { replace } from './replace.ts'
import { search, sort } from './search/search.ts'
import { thread } from './search/thread.ts'
import { notify } from './notify/notify.ts'
import { check, close, examine, select, unselect } from './select.ts'
import { changePassword } from './sign-in/change-password.ts'
import { starttls } from './sign-in/starttls.ts'
import { store } from './store.ts'

/** Every command that this server knows. A capability is announced because a row here names it. */
export const COMMANDS: readonly Command[] = [
  ...[capability, noop, logout, id, starttls, login, authenticate, enable, compress, language, changePassword],
  ...[select, examine, close, unselect, check],
  ...[create, remove, rename, subscribe, unsubscribe, list, lsub, namespace, status],
  ...[setAcl, deleteAcl, getAcl, listRights, myRights],
  ...[getQuota, getQuotaRoot, setQuota, getMetadata, setMetadata, notify],
  ...[append, replace, fetch, search, sort, thread, esearch, cancelUpdate, store, copy, move, expunge, idle],
]

const BY_NAME = new Map(COMMANDS.map((command) => [command.name, command]))

/** The row of that name, in upper case. */
export function findCommand(name: string): Command | undefined {
  return BY_NAME.get(name)
}

/** What RFC 9051 (appendix E) takes up of other extensions: without all of it nothing says IMAP4rev2. */
const REV2_INCLUDES: readonly string[] = [
  ...['NAMESPACE', 'UNSELECT', 'UIDPLUS', 'ESEARCH', 'SEARCHRES', 'ENABLE', 'IDLE', 'SASL-IR', 'LIST-EXTENDED', 'LIST-STATUS', 'MOVE', 'LITERAL-', 'BINARY', 'SPECIAL-USE', 'STATUS=SIZE'],
]

const ROWS: readonly AnnouncedCapability[] = COMMANDS.flatMap(({ name: command, capabilities = [] }) => capabilities.map((capability) => ({ command, ...capability })))
const isRev2Whole = REV2_INCLUDES.every((included) => ROWS.some(({ name }) => name === included))

/** Every capability that may be announced, with the command whose row names it. */
export const CAPABILITIES: readonly AnnouncedCapability[] = ROWS.filter(({ name }) => name !== 'IMAP4rev2' || isRev2Whole)

interface AnnouncedCapability extends Capability {
  readonly command: string
}

/** Capabilities that tell a number. */
const LIMITS: Readonly<Record<string, (session: ImapSession) => string>> = {
  APPENDLIMIT: ({ server }) => `=${server.limits.messageSize}`,
  MESSAGELIMIT: ({ server }) => `=${server.limits.messagesPerCommand}`,
  SAVELIMIT: ({ server }) => `=${server.limits.savedPerCommand}`,
}

/** What CAPABILITY says to this session now. */
export function announcedCapabilities(session: ImapSession): string {
  const words = CAPABILITIES.filter(({ applies }) => applies?.(session) ?? true).map(({ name }) => name + (LIMITS[name]?.(session) ?? ''))
  return words.join(' ')
}
