import { hasOneMessage, defineAction } from '../define-action.ts'

export const openMessage = defineAction({
  name: 'open-message',
  label: (words) => words.actions.open,
  icon: 'message-open',
  keys: ['o', 'Enter'],
  applies: hasOneMessage,
  perform: (control) => control.open(),
})
