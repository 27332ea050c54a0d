import { words } from '#lib/i18n/words.ts'
import { always, defineAction } from '../define-action.ts'

export const search = defineAction({
  name: 'search',
  label: words.actions.search,
  icon: 'search',
  keys: ['/'],
  applies: always,
  perform: (control) => control.focusSearch(),
})
