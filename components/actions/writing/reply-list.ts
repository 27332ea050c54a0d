import { postAddress } from '#lib/mail/reading/lists/list-view.ts'
import { defineAction, hasOneMessage } from '../define-action.ts'

export const replyList = defineAction({
  name: 'reply-list',
  label: (words) => words.actions.replyList,
  icon: 'reply-list',
  keys: ['l'],
  composes: 'reply-list',
  applies: (situation) => hasOneMessage(situation) && situation.messages.every(({ list }) => postAddress(list) !== undefined),
  perform: (control) => control.compose('reply-list'),
})
