import { words } from '#lib/i18n/words.ts'
import { always, defineAction } from '../define-action.ts'

export const goToInbox = defineAction({
  name: 'go-to-inbox',
  label: words.actions.inbox,
  icon: 'inbox',
  keys: ['g i'],
  applies: always,
  perform: (control) => control.goToInbox(),
})
