import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { NO_COPY } from '#lib/mail/composition.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { identityOf } from '../identity/identities.ts'
import type { Writer } from '../writing.ts'

/** Whether it is said for each message where its copy goes; not where an administrator has decided on it. */
export function mayChooseCopy({ imposed }: Pick<Writer, 'imposed'>): boolean {
  return !imposed.has('composing.save_sent') && !imposed.has('mailboxes.sent')
}

/** Whether a copy of what is sent is kept. */
export function keepsCopy(writer: Pick<Writer, 'habits' | 'imposed'>, kept: Pick<KeptComposition, 'copyTo'>): boolean {
  const copyTo = mayChooseCopy(writer) ? kept.copyTo : ''
  return copyTo === '' ? writer.habits['composing.save_sent'] : copyTo !== NO_COPY
}

/** A copy of one's own has been read. */
export const COPY_FLAGS: readonly string[] = ['\\Seen']

/** Where a copy goes. */
export interface CopyTarget {
  readonly mailbox: string
  /** The mailbox that was wanted, where it is not there any more. */
  readonly missing?: string
}

/**
 * Where the copy goes: the mailbox that was chosen for this message, else that of the identity it goes out under, while it is there; else the one for sent messages, which is made
 * where it is missing.
 */
export async function copyMailbox(writer: Writer, { copyTo, from }: Pick<KeptComposition, 'copyTo' | 'from'>): Promise<CopyTarget> {
  const wanted = mayChooseCopy(writer) ? [copyTo === NO_COPY ? '' : copyTo, identityOf(writer, from).sent].find((each) => each !== '') : undefined
  const isThere = wanted !== undefined && (await listMailboxes(writer.connections)).some(({ name, selectable }) => selectable && name === wanted)
  if (isThere) return { mailbox: wanted }
  const mailbox = await ensureSpecialUse(writer.connections, '\\Sent', chosenMailboxes(writer.habits))
  return { mailbox, ...(wanted === undefined || wanted === mailbox ? {} : { missing: wanted }) }
}
