import { FORM_FIELDS } from '#lib/mail/composition.ts'
import { FORM_WRITTEN } from './editor/format-fields.ts'
import type { TypedText } from './saving/local-copy.ts'

/** What stands in the form; lines end with LF, as in the page's own values. */
export function readForm(form: HTMLFormElement): TypedText {
  const data = new FormData(form)
  return Object.fromEntries(FORM_FIELDS.map((name) => [name, String(data.get(name) ?? '').replace(/\r\n?/g, '\n')]))
}

/** What the page showed in the form before anybody typed. */
export function readShown(form: HTMLFormElement): TypedText {
  return Object.fromEntries(FORM_FIELDS.map((name) => [name, shownIn(form.elements.namedItem(name)).replace(/\r\n?/g, '\n')]))
}

function shownIn(control: RadioNodeList | Element | null): string {
  if (control instanceof HTMLSelectElement) return ([...control.options].find(({ defaultSelected }) => defaultSelected) ?? control.options[0])?.value ?? ''
  return control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? control.defaultValue : ''
}

/** The revision that the form's next post names. */
export function readRevision(form: HTMLFormElement): number {
  const control = form.elements.namedItem('revision')
  return control instanceof HTMLInputElement ? Number(control.value) : 0
}

/** Puts text into the form's own controls. */
export function writeForm(form: HTMLFormElement, fields: TypedText): void {
  for (const name of FORM_FIELDS) {
    const control = form.elements.namedItem(name)
    const value = fields[name]
    if (value !== undefined && (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) control.value = value
  }
  form.dispatchEvent(new Event(FORM_WRITTEN))
}

/** Sets the same. */
export function writeRevision(form: HTMLFormElement, revision: number): void {
  const control = form.elements.namedItem('revision')
  if (control instanceof HTMLInputElement) control.value = String(revision)
}
