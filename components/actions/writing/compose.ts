import { words } from '#lib/i18n/words.ts'
import { always, defineAction } from '../define-action.ts'

export const compose = defineAction({
  name: 'compose',
  label: words.actions.compose,
  icon: 'compose',
  keys: ['c'],
  composes: 'new',
  applies: always,
  perform: (control) => control.compose('new'),
})
