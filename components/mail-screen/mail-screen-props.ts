import type { IndexPage, MailboxSummary } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { OpenCompositionItem } from '../composer/open-compositions.tsx'
import type { Saying } from '../mail-state/mail-state.ts'
import type { Place } from '../mail-state/place.ts'
import type { Site } from './site.ts'

/** What the server knows when it draws the mail screen. */
export interface MailScreenProps {
  readonly site: Site
  readonly place: Place
  readonly mailboxes: readonly MailboxSummary[]
  /** Absent where it could not be had, or where a text browser reads a message. */
  readonly index: IndexPage | undefined
  readonly message: MessageView | undefined
  /** What went wrong with the last form or with this page, or what a form has done. */
  readonly saying: Saying | undefined
  /** Messages that were being written and are not sent. */
  readonly open: readonly OpenCompositionItem[]
}
