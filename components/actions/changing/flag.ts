import { defineAction, hasWritableMessages } from '../define-action.ts'

export const flag = defineAction({
  name: 'flag',
  label: (words) => words.actions.flag,
  icon: 'flag',
  keys: ['s'],
  submits: 'flag',
  applies: (situation) => hasWritableMessages(situation) && situation.messages.some(({ flagged }) => !flagged),
  perform: (control) => control.change('flag'),
})
