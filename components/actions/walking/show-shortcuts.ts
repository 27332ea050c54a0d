import { always, defineAction } from '../define-action.ts'

export const showShortcuts = defineAction({
  name: 'show-shortcuts',
  label: (words) => words.actions.shortcuts,
  icon: 'keyboard',
  keys: ['?'],
  applies: always,
  perform: (control) => control.showShortcuts(),
})
