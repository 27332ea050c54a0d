import { hasOneMessage, defineAction } from '../define-action.ts'

export const forwardAttached = defineAction({
  name: 'forward-attached',
  label: (words) => words.actions.forwardAttached,
  icon: 'forward-attached',
  keys: [],
  composes: 'forward-attached',
  applies: hasOneMessage,
  perform: (control) => control.compose('forward-attached'),
})
