import { hasOneMessage, defineAction } from '../define-action.ts'

export const forward = defineAction({
  name: 'forward',
  label: (words) => words.actions.forward,
  icon: 'forward',
  keys: ['f'],
  composes: 'forward',
  applies: hasOneMessage,
  perform: (control) => control.compose('forward'),
})
