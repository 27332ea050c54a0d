import { defineAction, hasWritableMessages } from '../define-action.ts'

export const junk = defineAction({
  name: 'junk',
  label: (words) => words.actions.junk,
  icon: 'junk',
  keys: ['!'],
  submits: 'junk',
  applies: (situation) => hasWritableMessages(situation) && situation.mailboxUse !== '\\Junk',
  perform: (control) => control.change('junk'),
})
