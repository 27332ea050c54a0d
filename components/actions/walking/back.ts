import { always, defineAction } from '../define-action.ts'

export const back = defineAction({
  name: 'back',
  label: (words) => words.shortcuts.escape,
  icon: 'close',
  keys: ['Escape'],
  applies: always,
  perform: (control) => control.back(),
})
