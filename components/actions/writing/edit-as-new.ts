import { defineAction, hasOneMessage } from '../define-action.ts'

/** A draft is gone on with instead: what leaves from it takes it along. */
export const editAsNew = defineAction({
  name: 'edit-as-new',
  label: (words) => words.actions.editAsNew,
  icon: 'copy',
  keys: ['E'],
  composes: 'resume',
  applies: (situation) => hasOneMessage(situation) && situation.messages.every(({ draft }) => !draft),
  perform: (control) => control.compose('resume'),
})
