'use client'
import { useSyncExternalStore } from 'react'
import { knownZone } from '#lib/i18n/formats.ts'

/** The zone of the reader's clocks: the server's at first, so that both make the same page; then the one chosen, else the browser's. */
export function useZone({ preferences, zone }: { readonly preferences: { readonly time_zone: string }; readonly zone: string }): string {
  return useSyncExternalStore(nothing, () => preferences.time_zone || knownZone(undefined), () => zone)
}

/** A zone does not change while a page is there. */
const nothing = (): (() => void) => () => undefined
