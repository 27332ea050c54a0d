import { words } from '#lib/i18n/words.ts'
import { always, defineAction } from '../define-action.ts'

export const back = defineAction({
  name: 'back',
  label: words.shortcuts.escape,
  icon: 'close',
  keys: ['Escape'],
  applies: always,
  perform: (control) => control.back(),
})
