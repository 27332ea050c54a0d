import { words } from '#lib/i18n/words.ts'
import { defineAction, hasWritableMessages } from '../define-action.ts'

export const flag = defineAction({
  name: 'flag',
  label: words.actions.flag,
  icon: 'flag',
  keys: ['s'],
  submits: 'flag',
  applies: (situation) => hasWritableMessages(situation) && situation.messages.some(({ flagged }) => !flagged),
  perform: (control) => control.change('flag'),
})
