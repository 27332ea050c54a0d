import { words } from '#lib/i18n/words.ts'
import { defineAction, hasWritableMessages } from '../define-action.ts'

export const archive = defineAction({
  name: 'archive',
  label: words.actions.archive,
  icon: 'archive',
  keys: ['e'],
  submits: 'archive',
  applies: (situation) => hasWritableMessages(situation) && situation.mailboxUse !== '\\Archive',
  perform: (control) => control.change('archive'),
})
