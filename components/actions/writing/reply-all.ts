import { words } from '#lib/i18n/words.ts'
import { hasOneMessage, defineAction } from '../define-action.ts'

export const replyAll = defineAction({
  name: 'reply-all',
  label: words.actions.replyAll,
  icon: 'reply-all',
  keys: ['a'],
  composes: 'reply-all',
  applies: hasOneMessage,
  perform: (control) => control.compose('reply-all'),
})
