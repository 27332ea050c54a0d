import type { SuggestionAnswer } from '#lib/mail/directory/suggestion.ts'

/** Asks for people; undefined when somebody has typed on, or nobody answers: a plain field is left, as without scripts. */
export async function fetchSuggestions(url: string, signal: AbortSignal): Promise<SuggestionAnswer | undefined> {
  try {
    const response = await fetch(url, { headers: { Accept: 'application/json', 'X-Postern': '1' }, signal })
    return response.ok ? ((await response.json()) as SuggestionAnswer) : undefined
  } catch {
    return undefined // aborted, or no connection
  }
}
