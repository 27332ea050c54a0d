import { always, defineAction } from '../define-action.ts'

export const previousMessage = defineAction({
  name: 'previous-message',
  label: (words) => words.actions.previous,
  icon: 'up',
  keys: ['k'],
  applies: always,
  perform: (control) => control.walk(-1),
})
