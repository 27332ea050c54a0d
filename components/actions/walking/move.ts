import { hasWritableMessages, defineAction } from '../define-action.ts'

export const move = defineAction({
  name: 'move',
  label: (words) => words.actions.moveTo,
  icon: 'move',
  keys: ['v'],
  applies: hasWritableMessages,
  perform: (control) => control.focusMove(),
})
