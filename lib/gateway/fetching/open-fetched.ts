import { FetchedMessages } from '#lib/prefs/fetched-messages.ts'

export type { FetchedMessages }

/** What is kept in a data directory. */
export function openFetched(data: string): Promise<FetchedMessages> {
  return FetchedMessages.open(data)
}
