import { lineHtml } from '#lib/html/composing/text-to-html.ts'
import type { SquireEditor } from './squire-editor.ts'

const ID = 'mail-signature'

/** Another signature in place of the one that stands there; below everything where there was none. */
export function changeSignature(editor: SquireEditor, signature: string): void {
  const lines = signature === '' ? '' : ['-- ', ...signature.split('\n')].map(lineHtml).join('')
  const fragment = editor._config.sanitizeToDOMFragment(lines === '' ? '' : `<div id="${ID}">${lines}</div>`, editor)
  const root = editor.getRoot()
  // A quoted message may end with one, too.
  const before = [...root.querySelectorAll(`#${ID}`)].find((each) => !each.closest('blockquote'))
  editor.saveUndoState()
  if (before) before.replaceWith(fragment)
  else root.append(fragment)
}
