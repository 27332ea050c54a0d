import type { MessageView } from './message-view.ts'

/** The lines by which filters say that they take a message for spam: SpamAssassin's, which others follow, and rspamd's. */
const VERDICTS = new Set(['x-spam-flag', 'x-spam-status', 'x-spam'])

/** Whether a filter on the way here has marked the message as spam. A sender can write such a line too, and only warns of themselves by it. */
export function saysSpam(headers: MessageView['headers']): boolean {
  return headers.some(({ name, value }) => VERDICTS.has(name.toLowerCase()) && /^\s*yes\b/i.test(value))
}
