import { decodeHeaderText } from '#lib/mime/encoded-words.ts'
import { firstValue, parseHeader, type HeaderField } from '#lib/mime/header.ts'
import { toUid } from '#lib/mail/uid.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections } from '../account-connections.ts'
import { FLAGS, fetchMessages, headerFields, UID } from '../reading/fetch.ts'
import { selected, uidValidityOf } from '../same-mailbox.ts'

/** A message to begin others with. */
export interface Template {
  readonly ref: MessageRef
  /** Its name, or the subject of one that another mail program made; '' where it has neither. */
  readonly name: string
}

/** Templates of one account, the most recent ones; more is a mailbox of mail. */
export const MOST_TEMPLATES = 200

/** The templates of that mailbox, by name. `field` is the header field that names ours. */
export function listTemplates(connections: AccountConnections, mailbox: string, field: string): Promise<readonly Template[]> {
  return connections.use(mailbox, async (client) => {
    const { exists } = selected(client)
    if (exists === 0) return []
    const uidValidity = uidValidityOf(client)
    const found = await fetchMessages(client, { by: 'sequence', set: `${Math.max(1, exists - MOST_TEMPLATES + 1)}:*` }, [UID, FLAGS, headerFields(['SUBJECT', field])])
    const templates = found.filter(({ uid, flags }) => uid > 0 && !flags.includes('\\Deleted')).map(({ uid, sections }) => {
      const header = parseHeader([...sections.values()][0] ?? Buffer.alloc(0))
      return { ref: { mailbox, uidValidity, uid: toUid(uid) }, name: valueOf(header, field) || valueOf(header, 'Subject') }
    })
    return templates.sort((one, other) => one.name.localeCompare(other.name))
  })
}

function valueOf(header: readonly HeaderField[], name: string): string {
  return decodeHeaderText(firstValue(header, name.toLowerCase()) ?? '').replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
