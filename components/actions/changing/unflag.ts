import { defineAction, hasWritableMessages } from '../define-action.ts'

export const unflag = defineAction({
  name: 'unflag',
  label: (words) => words.actions.unflag,
  icon: 'unflag',
  keys: ['s'],
  submits: 'unflag',
  applies: (situation) => hasWritableMessages(situation) && situation.messages.every(({ flagged }) => flagged),
  perform: (control) => control.change('unflag'),
})
