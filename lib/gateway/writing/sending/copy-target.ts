import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { NO_COPY } from '#lib/mail/composition.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
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

/** Where the copy goes: the mailbox that was chosen for this message, while it is there; else the one for sent messages, which is made where it is missing. */
export async function copyMailbox(writer: Writer, { copyTo }: Pick<KeptComposition, 'copyTo'>): Promise<string> {
  const isChosen = copyTo !== '' && copyTo !== NO_COPY && mayChooseCopy(writer)
  if (isChosen && (await listMailboxes(writer.connections)).some(({ name, selectable }) => selectable && name === copyTo)) return copyTo
  return ensureSpecialUse(writer.connections, '\\Sent', chosenMailboxes(writer.habits))
}
