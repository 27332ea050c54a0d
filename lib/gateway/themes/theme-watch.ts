import { Listeners } from '../listeners.ts'
import type { ThemeCatalogue } from './themes.ts'

/** So often folders are looked at while somebody listens. */
const LOOK_MILLISECONDS = 1_500

interface Listener {
  readonly theme: string
  readonly tell: (version: string) => void
  told: string | undefined
}

/** Tells open pages of themes that change. One that is broken or gone tells nothing: a page keeps what it wears. */
export class ThemeWatch {
  readonly #themes: () => ThemeCatalogue
  readonly #listeners = new Listeners<Listener>(() => this.#look(), LOOK_MILLISECONDS)

  constructor(themes: () => ThemeCatalogue) {
    this.#themes = themes
  }

  /** Tells the version of that theme, now and whenever it changes, until the returned function is called. */
  listen(theme: string, tell: (version: string) => void): () => void {
    return this.#listeners.add({ theme, tell, told: undefined })
  }

  async #look(): Promise<void> {
    for (const theme of new Set([...this.#listeners].map((each) => each.theme))) {
      const version = (await this.#themes().find(theme))?.hash
      if (version === undefined) continue
      for (const listener of this.#listeners) {
        if (listener.theme !== theme || listener.told === version) continue
        listener.told = version
        listener.tell(version)
      }
    }
  }
}
