import { always, defineAction } from '../define-action.ts'

export const search = defineAction({
  name: 'search',
  label: (words) => words.actions.search,
  icon: 'search',
  keys: ['/'],
  applies: always,
  perform: (control) => control.focusSearch(),
})
