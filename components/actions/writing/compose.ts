import { always, defineAction } from '../define-action.ts'

export const compose = defineAction({
  name: 'compose',
  label: (words) => words.actions.compose,
  icon: 'compose',
  keys: ['c'],
  composes: 'new',
  applies: always,
  perform: (control) => control.compose('new'),
})
