import { defineAction, hasWritableMessages } from '../define-action.ts'

export const markSeen = defineAction({
  name: 'mark-seen',
  label: (words) => words.actions.markSeen,
  icon: 'message-open',
  keys: ['i'],
  submits: 'mark-seen',
  applies: (situation) => hasWritableMessages(situation) && situation.messages.some(({ seen }) => !seen),
  perform: (control) => control.change('mark-seen'),
})
