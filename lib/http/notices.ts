import type { MessageAction } from '#lib/mail/index-page.ts'

const DONE: Readonly<Record<MessageAction, string>> = {
  'mark-seen': 'marked as read',
  'mark-unseen': 'marked as unread',
  flag: 'flagged',
  unflag: 'unflagged',
  delete: 'deleted',
  move: 'moved',
  copy: 'copied',
  archive: 'archived',
  junk: 'moved to Junk',
}

/** What was done, for the page after it. */
export function actionNotice(action: MessageAction, count: number, target: string | undefined): string {
  const messages = count === 1 ? 'The message was' : `${count} messages were`
  const where = target !== undefined && (action === 'move' || action === 'copy') ? ` to ${target}` : ''
  const inTrash = action === 'delete' && target !== undefined ? ' and can be found in the trash' : ''
  return `${messages} ${DONE[action]}${where}${inTrash}.`
}
