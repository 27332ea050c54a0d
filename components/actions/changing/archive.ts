import { defineAction, hasWritableMessages } from '../define-action.ts'

export const archive = defineAction({
  name: 'archive',
  label: (words) => words.actions.archive,
  icon: 'archive',
  keys: ['e'],
  submits: 'archive',
  applies: (situation) => hasWritableMessages(situation) && situation.mailboxUse !== '\\Archive',
  perform: (control) => control.change('archive'),
})
