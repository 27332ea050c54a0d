import { words } from '#lib/i18n/words.ts'
import { hasMessages, defineAction } from '../define-action.ts'

export const choose = defineAction({
  name: 'choose',
  label: words.actions.select,
  icon: 'check',
  keys: ['x'],
  applies: hasMessages,
  perform: (control) => control.toggleChosen(),
})
