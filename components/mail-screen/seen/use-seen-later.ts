import { useEffect } from 'react'
import type { MailState } from '../../mail-state/mail-state.ts'
import { afterLook } from './after-look.ts'
import type { MailController } from '../mail-controller.ts'
import type { ScreenPreferences } from '../screen-preferences.ts'

/** Marks the open message as read once it has been looked at for as long as the person chose. */
export function useSeenLater(controller: MailController, { message, index }: Pick<MailState, 'message' | 'index'>, preferences: Pick<ScreenPreferences, 'reading.mark_seen' | 'reading.seen_seconds'>): void {
  const id = message && !message.seen && !message.isWithheld && index?.writable !== false && preferences['reading.mark_seen'] === 'after-seconds' ? message.id : undefined
  const seconds = preferences['reading.seen_seconds']
  useEffect(() => {
    if (id === undefined) return undefined
    return afterLook(seconds, () => !document.hidden, () => void controller.change('mark-seen', [id]))
  }, [id, seconds, controller])
}
