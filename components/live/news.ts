import type { Words } from '#lib/i18n/words.ts'
import type { MailboxSummary, MessageSummary } from '#lib/mail/index-page.ts'
import type { DesktopNotice } from './desktop-notice.ts'
import { labelOf } from '../mailbox-tree/mailbox-label.ts'
import { personLabel } from '../message-list/person-label.ts'

/** What has come into a mailbox: the messages where they are known, else how many. */
export interface News {
  readonly mailbox: string
  readonly arrived: readonly Pick<MessageSummary, 'from' | 'subject'>[] | number
}

/** Where what appears is one's own doing, or not worth a word. */
const QUIET: ReadonlySet<string | undefined> = new Set(['\\Drafts', '\\Sent', '\\Trash', '\\Junk'])

/** What is said outside the window of news in that mailbox; undefined where nothing is. */
export function noticeOfNews(words: Words, mailboxes: readonly MailboxSummary[], { mailbox, arrived }: News): DesktopNotice | undefined {
  if (QUIET.has(mailboxes.find(({ name }) => name === mailbox)?.specialUse)) return undefined
  const label = labelOf(words, mailboxes, mailbox)
  const [first, ...others] = typeof arrived === 'number' ? [] : arrived
  const tag = `postern ${mailbox}`
  if (first && others.length === 0) return { title: personLabel(words, first.from, words.index.noSender), body: first.subject || words.index.noSubject, tag }
  return { title: words.index.arrived({ count: typeof arrived === 'number' ? arrived : arrived.length }), body: label, tag }
}

/** What has come into the mailboxes other than the open one, whose messages are known. A message that somebody marks as unread is no news. */
export function newsElsewhere(before: readonly MailboxSummary[], after: readonly MailboxSummary[], open: string): readonly News[] {
  return after.flatMap((mailbox) => {
    const known = before.find(({ name }) => name === mailbox.name)
    const arrived = Math.min(growth(known?.unseen, mailbox.unseen), growth(known?.messages, mailbox.messages))
    return mailbox.name !== open && arrived > 0 ? [{ mailbox: mailbox.name, arrived }] : []
  })
}

function growth(before: number | undefined, after: number | undefined): number {
  return before === undefined || after === undefined ? 0 : after - before
}
