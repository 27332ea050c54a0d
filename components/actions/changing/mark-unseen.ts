import { defineAction, hasWritableMessages } from '../define-action.ts'

export const markUnseen = defineAction({
  name: 'mark-unseen',
  label: (words) => words.actions.markUnseen,
  icon: 'message',
  keys: ['u'],
  submits: 'mark-unseen',
  applies: (situation) => hasWritableMessages(situation) && situation.messages.some(({ seen }) => seen),
  perform: (control) => control.change('mark-unseen'),
})
