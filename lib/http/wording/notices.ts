import type { Words } from '#lib/i18n/words.ts'
import type { MessageAction } from '#lib/mail/index-page.ts'

/** What was done, for the page after it. */
export function actionNotice({ notices }: Words, action: MessageAction, count: number, target: string | undefined): string {
  switch (action) {
    case 'delete': return target === undefined ? notices.delete({ count }) : notices.deleteToTrash({ count })
    case 'move':
    case 'copy': return notices[action]({ count, target: target ?? '' })
    default: return notices[action]({ count })
  }
}
