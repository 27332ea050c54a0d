import type { SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'
import { fetchSuggestions } from './fetch-suggestions.ts'
import { joinAnswers } from './join-answers.ts'
import { isAsked, partAt, withAddress, type TypedPart } from './typed-part.ts'

/** A pause in typing after which address books and directories are asked. */
const PAUSE = 150

export interface ComboboxMeans {
  readonly listId: string
  /** Whom to ask: what they answer stands in their order. */
  urlsOf(text: string): readonly string[]
  /** Draws what is offered; `active` is the option that is marked, -1 for none. */
  show(answer: SuggestionAnswer | undefined, active: number): void
}

/** The ids of the list's options, and back. */
export const optionId = (listId: string, at: number): string => `${listId}-${at}`
const optionAt = (listId: string, id: string): number => Number(id.slice(listId.length + 1))

/**
 * Makes an address field a combobox with a list (ARIA 1.2): Arrow Down and Up walk, Enter and Tab take the one that is marked, Escape closes.
 * The field and its text stay the browser's; an older question is given up when somebody types on.
 */
export class AddressCombobox {
  readonly #input: HTMLInputElement
  readonly #means: ComboboxMeans
  #answer: SuggestionAnswer | undefined
  #active = -1
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = new AbortController()

  constructor(input: HTMLInputElement, means: ComboboxMeans) {
    this.#input = input
    this.#means = means
  }

  /** Listens to the field and its list; answers how to end that. */
  attach(list: HTMLElement | null): () => void {
    const attributes = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-controls': this.#means.listId, 'aria-expanded': 'false' }
    for (const [name, value] of Object.entries(attributes)) this.#input.setAttribute(name, value)
    const ended = new AbortController()
    const { signal } = ended
    this.#input.addEventListener('input', (event) => this.#typed(event), { signal })
    this.#input.addEventListener('keydown', (event) => this.#press(event), { signal })
    this.#input.addEventListener('blur', () => this.#close(), { signal })
    // The field keeps the focus while somebody points.
    list?.addEventListener('mousedown', (event) => event.preventDefault(), { signal })
    list?.addEventListener('click', (event) => this.#point(event), { signal })
    return () => {
      ended.abort()
      this.#close()
    }
  }

  #part(): TypedPart {
    return partAt(this.#input.value, this.#input.selectionStart ?? this.#input.value.length)
  }

  #typed(event: Event): void {
    clearTimeout(this.#timer)
    this.#asking.abort()
    const part = this.#part()
    // What was taken from the list asks for nobody.
    if (event instanceof CustomEvent || this.#input.readOnly || !isAsked(part)) return this.#show(undefined)
    this.#timer = setTimeout(() => void this.#ask(part.text), PAUSE)
  }

  async #ask(text: string): Promise<void> {
    this.#asking = new AbortController()
    const { signal } = this.#asking
    const answers: (SuggestionAnswer | undefined)[] = []
    // Nobody waits for whoever is slow: what is there is shown, and the rest when it comes.
    await Promise.all(this.#means.urlsOf(text).map(async (url, at) => {
      answers[at] = await fetchSuggestions(url, signal)
      if (!signal.aborted) this.#renew(joinAnswers(answers))
    }))
  }

  /** Shows more of the same answer; who is marked stays marked. */
  #renew(answer: SuggestionAnswer | undefined): void {
    const marked = this.#answer?.suggestions[this.#active]?.written
    this.#show(answer, marked === undefined ? -1 : (answer?.suggestions.findIndex(({ written }) => written === marked) ?? -1))
  }

  #press(event: KeyboardEvent): void {
    const count = this.#answer?.suggestions.length ?? 0
    if (count === 0 || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const marked = this.#active
    if (event.key === 'ArrowDown') this.#show(this.#answer, (marked + 1) % count)
    else if (event.key === 'ArrowUp') this.#show(this.#answer, (Math.max(marked, 0) - 1 + count) % count)
    else if (event.key === 'Escape') this.#close()
    else if ((event.key === 'Enter' || event.key === 'Tab') && marked >= 0) this.#take(marked)
    else return
    // The form would go to its next field, and the page take Escape for something else.
    event.preventDefault()
    event.stopPropagation()
  }

  #point(event: Event): void {
    const option = event.target instanceof Element ? event.target.closest('[role=option]') : null
    if (option) this.#take(optionAt(this.#means.listId, option.id))
  }

  #take(at: number): void {
    const chosen = this.#answer?.suggestions[at]
    if (!chosen) return
    const { value, caret } = withAddress(this.#input.value, this.#part(), chosen.written)
    this.#input.value = value
    this.#input.setSelectionRange(caret, caret)
    this.#close()
    // The form hears of it as of anything that is typed.
    this.#input.dispatchEvent(new CustomEvent('input', { bubbles: true }))
  }

  #close(): void {
    clearTimeout(this.#timer)
    this.#asking.abort()
    this.#show(undefined)
  }

  #show(answer: SuggestionAnswer | undefined, active = -1): void {
    this.#answer = answer
    this.#active = active
    this.#input.setAttribute('aria-expanded', String((answer?.suggestions.length ?? 0) > 0))
    if (active < 0) this.#input.removeAttribute('aria-activedescendant')
    else this.#input.setAttribute('aria-activedescendant', optionId(this.#means.listId, active))
    this.#means.show(answer, active)
  }
}
