import type { ComponentType } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { CompositionInPageProps } from '../../composer/opening/composition-in-page.tsx'
import type { OpenedComposition } from '../../composer/opening/opened-composition.ts'
import type { OpenCompositionItem } from '../../composer/open-compositions.tsx'
import type { Browser } from '../mail-controller.ts'

/** What the gateway answers to who begins a composition. */
export interface BegunComposition {
  readonly location: string
  /** Undefined for one that has a page of another kind. */
  readonly opened?: OpenedComposition
}

/** The script that draws compositions. */
export type FormPart = ComponentType<CompositionInPageProps>

export interface DeskParts {
  readonly urls: Urls
  readonly browser: Pick<Browser, 'visit' | 'leave'>
  /** Begins a composition; it is on the disk when this resolves. */
  begin(fields: readonly (readonly [string, string])[]): Promise<BegunComposition>
  listOpen(): Promise<readonly OpenCompositionItem[]>
  /** Loads the script that draws it. */
  loadForm(): Promise<FormPart>
  /** Tells the person what went wrong. */
  fail(error: unknown): void
  /** Tells them of a composition that is put aside and not saved. */
  say(sentence: string): void
}

export interface DeskState {
  /** Those whose forms are in the page: what is shown, and what was put aside and is not saved yet. */
  readonly forms: readonly { readonly opened: OpenedComposition; readonly Form: FormPart }[]
  readonly shown: string | undefined
  /** The compositions that the index offers to go on with. */
  readonly offered: readonly OpenCompositionItem[]
}

/**
 * Compositions that are written in the mail screen's own page, under the addresses of their pages. A form goes from the page only when the
 * gateway has all that stands in it; a composition whose form is not here any more is shown by its own page.
 */
export class CompositionDesk {
  readonly #parts: DeskParts
  readonly #listeners = new Set<() => void>()
  #beforeShow: () => void = () => undefined
  #state: DeskState
  /** What waits until nobody writes. */
  #afterwards: (() => void) | undefined
  /** Of what is begun last, as long as somebody waits for it. */
  #beginning: object | undefined

  constructor(parts: DeskParts, offered: readonly OpenCompositionItem[]) {
    this.#parts = parts
    this.#state = { forms: [], shown: undefined, offered }
  }

  readonly state = (): DeskState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls `before` each time something else than a composition is about to be covered by one; answers how to end that. */
  onShow(before: () => void): () => void {
    this.#beforeShow = before
    return () => (this.#beforeShow = () => undefined)
  }

  /** Loads what will be needed. */
  prepare(): void {
    this.#parts.loadForm().catch(() => undefined) // the page of a composition loads its own
  }

  /** Begins a composition by the fields of its form and shows it; by its own page where this one cannot. Does nothing while another one begins. */
  async begin(fields: readonly (readonly [string, string])[]): Promise<void> {
    if (this.#beginning) return
    const { begin, loadForm, browser, fail, urls } = this.#parts
    const beginning = (this.#beginning = {})
    try {
      const [{ location, opened }, Form] = await Promise.all([begin([...fields, ['opens', '1']]), loadForm().catch(() => undefined)])
      if (this.#beginning !== beginning) return
      if (!opened || !Form) return browser.leave(location)
      const { id } = opened.composition
      const forms = [...this.#state.forms.filter((form) => form.opened.composition.id !== id), { opened, Form }]
      browser.visit(urls.composition(id), 'push')
      this.#uncover({ forms, shown: id })
    } catch (error) {
      if (this.#beginning === beginning) fail(error)
    } finally {
      if (this.#beginning === beginning) this.#beginning = undefined
    }
  }

  /** Shows the form at that path if it is still here; undefined for the path of something else. */
  show(path: string): boolean | undefined {
    const { urls } = this.#parts
    if (!path.startsWith(urls.composition(''))) return undefined
    const found = this.#state.forms.find(({ opened }) => urls.composition(opened.composition.id) === path)
    if (found) this.#uncover({ shown: found.opened.composition.id })
    return found !== undefined
  }

  /** Goes to the form at that path if it is still here. */
  follow(path: string): boolean {
    const { urls, browser } = this.#parts
    if (!this.#state.forms.some(({ opened }) => urls.composition(opened.composition.id) === path)) return false
    browser.visit(path, 'push')
    return this.show(path) === true
  }

  /** Puts aside what is shown, and gives up what begins. */
  hide(): void {
    this.#beginning = undefined
    if (this.#state.shown !== undefined) this.#set({ shown: undefined })
    const after = this.#afterwards
    this.#afterwards = undefined
    after?.()
  }

  /** Does what would take the page from whoever writes in it: at once where nobody does, else when they go elsewhere. The last one asked for counts. */
  whenFree(task: () => void): void {
    if (this.#state.shown === undefined) task()
    else this.#afterwards = task
  }

  /** The gateway has all of it. */
  readonly kept = (id: string): void => {
    if (this.#state.shown === id) return
    this.#set({ forms: this.#state.forms.filter(({ opened }) => opened.composition.id !== id) })
    void this.#parts.listOpen().then((offered) => this.#set({ offered }), () => undefined) // the next page lists them
  }

  readonly unsaved = (id: string, sentence: string): void => {
    if (this.#state.shown !== id) this.#parts.say(sentence)
  }

  #uncover(more: Partial<DeskState>): void {
    if (this.#state.shown === undefined) this.#beforeShow()
    this.#set(more)
  }

  #set(more: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...more }
    for (const listener of this.#listeners) listener()
  }
}
