import { hasMessages, defineAction } from '../define-action.ts'

export const choose = defineAction({
  name: 'choose',
  label: (words) => words.actions.select,
  icon: 'check',
  keys: ['x'],
  applies: hasMessages,
  perform: (control) => control.toggleChosen(),
})
