import type { CompositionFormat } from '#lib/mail/composition.ts'

/** Told to the form when its fields were written by a script, as when a text is brought back. */
export const FORM_WRITTEN = 'postern-written'

/** Told to the form by what works on the whole of its text, in its own field. */
export const FORM_WHOLE = 'postern-whole'

/** The hidden fields that say how a message is written. */
export interface FormatFields {
  format: CompositionFormat
  html: string
  quotation: string
}

/** Those of a form, read and written where they stand. */
export function formFields(form: HTMLFormElement): FormatFields {
  const field = (name: keyof FormatFields): HTMLInputElement | undefined => {
    const found = form.elements.namedItem(name)
    return found instanceof HTMLInputElement ? found : undefined
  }
  const write = (name: keyof FormatFields, value: string): void => {
    const input = field(name)
    if (input) input.value = value
  }
  return {
    get format() {
      return field('format')?.value === 'text' ? 'text' : 'html'
    },
    set format(format) {
      write('format', format)
    },
    get html() {
      return field('html')?.value ?? ''
    },
    set html(html) {
      write('html', html)
    },
    get quotation() {
      return field('quotation')?.value ?? 'none'
    },
    set quotation(quotation) {
      write('quotation', quotation)
    },
  }
}

/** The form's field for its text, with all of the text in it; undefined where there is none. */
export function wholeText(form: HTMLFormElement | null | undefined): HTMLTextAreaElement | undefined {
  form?.dispatchEvent(new Event(FORM_WHOLE))
  const field = form?.elements.namedItem('body')
  return field instanceof HTMLTextAreaElement ? field : undefined
}
