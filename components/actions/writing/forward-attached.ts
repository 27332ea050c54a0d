import { words } from '#lib/i18n/words.ts'
import { hasOneMessage, defineAction } from '../define-action.ts'

export const forwardAttached = defineAction({
  name: 'forward-attached',
  label: words.actions.forwardAttached,
  icon: 'forward-attached',
  keys: [],
  composes: 'forward-attached',
  applies: hasOneMessage,
  perform: (control) => control.compose('forward-attached'),
})
