import type { FailureBody } from '#lib/mail/gateway-error.ts'
import type { SpellingReport } from '#lib/mail/writing/spelling/unknown-word.ts'

/** What the gateway says; a sentence where it says no, undefined where nobody answers. */
export type SpellingAnswer<T> = { readonly said: T } | { readonly sentence: string } | undefined

/** Has a text checked; with languages these are the person's from now on. */
export function checkText(url: string, text: string, languages: readonly string[]): Promise<SpellingAnswer<SpellingReport>> {
  return post(url, { text, ...(languages.length === 0 ? {} : { languages }) }, (response) => response.json() as Promise<SpellingReport>)
}

/** Adds a word to the person's own. */
export function rememberWord(url: string, word: string): Promise<SpellingAnswer<true>> {
  return post(url, { word }, async () => true as const)
}

async function post<T>(url: string, value: object, read: (response: Response) => Promise<T>): Promise<SpellingAnswer<T>> {
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(value), headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-Postern': '1' }, cache: 'no-store' })
    return response.ok ? { said: await read(response) } : { sentence: ((await response.json()) as FailureBody).sentence }
  } catch {
    return undefined // no connection, or an answer that is not the gateway's
  }
}
