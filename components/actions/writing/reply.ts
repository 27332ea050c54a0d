import { hasOneMessage, defineAction } from '../define-action.ts'

export const reply = defineAction({
  name: 'reply',
  label: (words) => words.actions.reply,
  icon: 'reply',
  keys: ['r'],
  composes: 'reply',
  applies: hasOneMessage,
  perform: (control) => control.compose('reply'),
})
