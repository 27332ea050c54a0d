import type { MessageNotice, MessageView } from '#lib/mail/reading/message-view.ts'
import type { PreferenceValues } from '#lib/mail/preferences/schema.ts'
import type { MessageShow } from '../mail-state/place.ts'

/** Preferences that the mail screen acts on; the others never leave the server. */
export const SCREEN_PREFERENCES = [
  'reading.format',
  'reading.colors',
  'reading.headers',
  'reading.mark_seen',
  'reading.seen_seconds',
  'reading.remote_content',
  'reading.after_removal',
  'reading.attached_pictures',
  'reading.spam_warning',
  'notifications.live',
  'notifications.desktop',
  'keyboard.single_keys',
  'index.reload_seconds',
  'time_zone',
  'formats.clock',
  'formats.date',
] as const

/** What one may have otherwise for one message, unless an administrator has decided it. */
export const MESSAGE_CHOICES = ['reading.format', 'reading.headers', 'reading.remote_senders'] as const

export type ScreenPreferences = Pick<PreferenceValues, (typeof SCREEN_PREFERENCES)[number]> & {
  /** Those of them that an administrator has decided. */
  readonly imposed: readonly (typeof MESSAGE_CHOICES)[number][]
}

/** How a message is shown: as its address says where the person has the say, else as they prefer it. */
export interface Shown {
  readonly hasAllHeaders: boolean
  readonly asText: boolean
  readonly hasImages: boolean
  /** On white paper, with the colours that its sender gave it. */
  readonly isOriginal: boolean
  readonly notices: readonly MessageNotice[]
}

/** True where HTML is shown without anything from elsewhere unless the message or the person says otherwise: only such a document is loaded before anybody has seen it. */
export function showsPlainHtml(preferences: ScreenPreferences): boolean {
  return preferences['reading.format'] === 'html' && preferences['reading.remote_content'] !== 'always'
}

export function shownAs(show: MessageShow, preferences: ScreenPreferences, message: Pick<MessageView, 'notices' | 'remote'>): Shown {
  const notices = message.notices.filter((notice) => notice !== 'spam' || preferences['reading.spam_warning'])
  const own = <Value>(name: ScreenPreferences['imposed'][number], asked: Value): Value | undefined => (preferences.imposed.includes(name) ? undefined : asked)
  // Spam lives of being told that somebody reads it.
  const remote = preferences['reading.remote_content'] === 'always' && notices.includes('spam') ? 'ask' : preferences['reading.remote_content']
  return {
    hasAllHeaders: (own('reading.headers', show.headers) ?? preferences['reading.headers']) === 'full',
    asText: (own('reading.format', show.as) ?? preferences['reading.format']) === 'text',
    isOriginal: (show.paper ?? preferences['reading.colors']) === 'original',
    // Who wants none at all is not talked into it by an address.
    hasImages: remote === 'always' || (remote === 'ask' && (show.images === '1' || (message.remote?.trust === 'trusted' && !notices.includes('spam')))),
    notices,
  }
}
