import type { SpellingReport } from '#lib/mail/writing/spelling/unknown-word.ts'
import { checkText } from '#lib/spelling/check-text.ts'
import { openDictionary, type Dictionary, type DictionaryFiles } from '#lib/spelling/dictionary.ts'

/** A text to check; plain data, so that another thread can do it. */
export interface SpellingJob {
  readonly text: string
  readonly dictionaries: readonly DictionaryFiles[]
  /** Words of the person's own. */
  readonly own: readonly string[]
}

export interface SpellingResult {
  readonly report: SpellingReport
  /** Languages whose dictionary could not be opened, and why. */
  readonly broken: readonly { readonly language: string; readonly reason: string }[]
}

/** Dictionaries that one thread has open; the one used longest ago makes room. */
const MOST_OPEN = 6

/** Checks texts, and keeps the dictionaries open that were used last. */
export class SpellingWork {
  readonly #open = new Map<string, Dictionary>()

  async run({ text, dictionaries, own }: SpellingJob): Promise<SpellingResult> {
    const opened: Dictionary[] = []
    const broken: { language: string; reason: string }[] = []
    for (const files of dictionaries) {
      try {
        opened.push(await this.#dictionary(files))
      } catch (error) {
        broken.push({ language: files.language, reason: String(error).slice(0, 200) })
      }
    }
    return { report: checkText(text, opened, own), broken }
  }

  async #dictionary(files: DictionaryFiles): Promise<Dictionary> {
    const dictionary = this.#open.get(files.words) ?? (await openDictionary(files))
    this.#open.delete(files.words)
    this.#open.set(files.words, dictionary)
    for (const [words, oldest] of this.#open) {
      if (this.#open.size <= MOST_OPEN) break
      oldest.close()
      this.#open.delete(words)
    }
    return dictionary
  }
}
