import { always, defineAction } from '../define-action.ts'

export const goToInbox = defineAction({
  name: 'go-to-inbox',
  label: (words) => words.actions.inbox,
  icon: 'inbox',
  keys: ['g i'],
  applies: always,
  perform: (control) => control.goToInbox(),
})
