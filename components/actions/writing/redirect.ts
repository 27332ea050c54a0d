import { hasOneMessage, defineAction } from '../define-action.ts'

export const redirect = defineAction({
  name: 'redirect',
  label: (words) => words.actions.redirect,
  icon: 'redirect',
  keys: ['b'],
  composes: 'redirect',
  applies: hasOneMessage,
  perform: (control) => control.compose('redirect'),
})
