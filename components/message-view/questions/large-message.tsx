import type { MailboxSummary } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { labelOf } from '../../mailbox-tree/mailbox-label.ts'
import { useSite } from '../../mail-screen/site.ts'
import { messageRef, placeUrl, type Place } from '../../mail-state/place.ts'
import { Alert } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { useFormats, useWords } from '../../words/words-context.ts'
import styles from '../message-view.module.css'

/** A message is larger than what its reader opens without being asked: they open it, keep it as a file, or leave it. */
export function LargeMessage({ message, place, mailboxes }: { message: MessageView; place: Place; mailboxes: readonly MailboxSummary[] }) {
  const words = useWords()
  const { size } = useFormats()
  const { urls } = useSite()
  const ref = messageRef(place.mailbox, message.id)
  if (!ref) return null
  return (
    <div className={styles.large}>
      <Alert kind="notice">{words.message.large({ size: size(message.size) })}</Alert>
      <p className={styles.choices}>
        <ButtonLink href={placeUrl(urls, { ...place, show: { ...place.show, open: '1' } })} look="primary">{words.actions.open}</ButtonLink>{' '}
        <ButtonLink href={urls.api.source(ref, true)} download>{words.message.downloadSource}</ButtonLink>
      </p>
      {/* A button would not break the name of a mailbox. */}
      <p><a href={urls.mailbox(place.mailbox, place.query)}>{words.message.backToIndex({ mailbox: labelOf(words, mailboxes, place.mailbox) })}</a></p>
    </div>
  )
}
