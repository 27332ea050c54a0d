import { urls } from '#lib/api/urls.ts'
import { showUnread } from './app-badge.ts'
import { dropCopies } from '../composer/saving/local-copy.ts'

const channelOf = (base: string): string => `postern-copies${base}`

/** At a sign-out: this window and the others of the same account keep nothing of what was typed, and the application's icon has no number. `base` is that of the account's seat. */
export function forgetCopies(base: string): void {
  dropCopies(sessionStorage, urls(base).api.composition(''))
  const channel = new BroadcastChannel(channelOf(base))
  channel.postMessage('forget')
  channel.close()
  showUnread(0)
}

/** Forgets along with another window, until the function that it answers is called. */
export function forgetWithOthers(base: string): () => void {
  const channel = new BroadcastChannel(channelOf(base))
  channel.onmessage = () => dropCopies(sessionStorage, urls(base).api.composition(''))
  return () => channel.close()
}
