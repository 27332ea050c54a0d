import { SIGNATURE_ID, signatureHtml, type Signature } from '#lib/html/composing/signature-html.ts'
import type { SquireEditor } from './squire-editor.ts'

/** Another signature in place of the one that stands there; below everything where there was none. */
export function changeSignature(editor: SquireEditor, by: Signature): void {
  const fragment = editor._config.sanitizeToDOMFragment(signatureHtml(by), editor)
  const root = editor.getRoot()
  // A quoted message may end with one, too.
  const before = [...root.querySelectorAll(`#${SIGNATURE_ID}`)].find((each) => !each.closest('blockquote'))
  editor.saveUndoState()
  if (before) before.replaceWith(fragment)
  else root.append(fragment)
}
