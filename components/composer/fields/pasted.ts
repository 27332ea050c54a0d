/** Of what is pasted, the files: none where a picture only shows the text that comes along, as of cells and formatted text. */
export function pastedFiles({ files, types }: Pick<DataTransfer, 'types'> & { readonly files: ArrayLike<File> }): readonly File[] {
  const all = Array.from(files)
  const isText = types.includes('text/plain') && all.every(({ type }) => type.startsWith('image/'))
  return isText ? [] : all
}

/** Lines as a field of addresses takes them, which a browser would make one of: with commas between. Undefined for one line. */
export function pastedLines(text: string): string | undefined {
  const lines = text.split(/[\r\n\u0085\u2028\u2029]+/u).map((line) => line.replaceAll('\t', ' ').trim().replace(/[\s,;]+$/u, '')).filter((line) => line !== '')
  return lines.length > 1 ? lines.join(', ') : undefined
}

/** Puts a text where the selection of the focused field is, so that Undo takes it back; the field hears of it as of anything that is typed. */
export function insertText(input: HTMLInputElement, text: string): void {
  if (document.execCommand('insertText', false, text)) return
  input.setRangeText(text, input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length, 'end')
  input.dispatchEvent(new Event('input', { bubbles: true }))
}
