import { always, defineAction } from '../define-action.ts'

export const nextMessage = defineAction({
  name: 'next-message',
  label: (words) => words.actions.next,
  icon: 'down',
  keys: ['j'],
  applies: always,
  perform: (control) => control.walk(1),
})
