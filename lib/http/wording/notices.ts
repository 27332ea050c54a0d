import type { Performed } from '#lib/gateway/writing/perform-intent.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { CompositionIntent } from '#lib/mail/composition.ts'
import type { MessageAction } from '#lib/mail/index-page.ts'

/** What was done, for the page after it. */
export function actionNotice({ notices }: PageWords, action: MessageAction, count: number, target: string | undefined): string {
  switch (action) {
    case 'delete': return target === undefined ? notices.delete({ count }) : notices.deleteToTrash({ count })
    case 'move':
    case 'copy': return notices[action]({ count, target: target ?? '' })
    default: return notices[action]({ count })
  }
}

/** What a button of the compose form did, for the page after it; undefined where that page says it by itself. */
export function compositionNotice({ compose, inserting, leaving, templates }: PageWords, intent: CompositionIntent, { outcome, leftovers = [] }: Performed): string | undefined {
  switch (outcome?.result) {
    case 'sent': return leftovers.length === 0 ? undefined : leftovers.map((leftover) => (leftover === 'reminded' ? leaving.notReminded : leftover === 'recipients' ? leaving.notToAll : compose.leftovers[leftover])).join(' ')
    case 'postponed':
      if (intent === 'save-template') return templates.saved
      return compose.postponedTo({ mailbox: outcome.mailbox ?? 'Drafts' })
    case 'discarded': return compose.discardedNow
    case undefined:
      if (intent === 'insert-text') return inserting.done
      return intent === 'save' ? compose.savedNow : intent === 'save-template' ? templates.saved : undefined
  }
}
