import { words } from '#lib/i18n/words.ts'
import { hasOneMessage, defineAction } from '../define-action.ts'

export const forward = defineAction({
  name: 'forward',
  label: words.actions.forward,
  icon: 'forward',
  keys: ['f'],
  composes: 'forward',
  applies: hasOneMessage,
  perform: (control) => control.compose('forward'),
})
