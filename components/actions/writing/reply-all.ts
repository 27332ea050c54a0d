import { hasOneMessage, defineAction } from '../define-action.ts'

export const replyAll = defineAction({
  name: 'reply-all',
  label: (words) => words.actions.replyAll,
  icon: 'reply-all',
  keys: ['a'],
  composes: 'reply-all',
  applies: hasOneMessage,
  perform: (control) => control.compose('reply-all'),
})
