/** The id of the form that deletes a filter. */
export const DELETE_FORM = 'delete-filter'

/** That form stands on the page as it was loaded: whoever saves in its place tells it what is there now. */
export function tellDeleteForm(revision: string): void {
  const form = document.getElementById(DELETE_FORM)
  const field = form instanceof HTMLFormElement ? form.elements.namedItem('revision') : null
  if (field instanceof HTMLInputElement) field.value = revision
}
