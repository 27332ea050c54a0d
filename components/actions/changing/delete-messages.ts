import { defineAction, hasWritableMessages } from '../define-action.ts'

export const deleteMessages = defineAction({
  name: 'delete-messages',
  label: (words) => words.actions.delete,
  icon: 'trash',
  keys: ['#', 'Delete'],
  submits: 'delete',
  applies: hasWritableMessages,
  perform: (control) => control.change('delete'),
})
