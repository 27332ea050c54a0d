import { writeMailboxName, type Octets } from '../../protocol/quoting.ts'
import type { ImapSession } from '../../session/imap-session.ts'

/** `LIST () "/" name`, and how a client of IMAP4rev2 has called the mailbox, where that is another name (RFC 9051 §6.3.9.7, OLDNAME). */
export function listLine({ nameEncoding }: Pick<ImapSession, 'nameEncoding'>, name: string, before: string): Octets {
  const old = before === name ? '' : ` ("OLDNAME" (${writeMailboxName(before, nameEncoding)}))`
  return `LIST () "/" ${writeMailboxName(name, nameEncoding)}${old}`
}
