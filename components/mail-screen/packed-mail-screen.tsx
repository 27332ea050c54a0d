'use client'
import { useMemo, type ReactNode } from 'react'
import type { MailScreenProps } from './mail-screen-props.ts'
import { MailScreen } from './mail-screen.tsx'

/**
 * The mail screen with its props as one JSON text. The framework writes and reads back every value of a client component's
 * props on the way into the page, several times over; a text it merely copies. `notice` is what the site has to say above the index.
 */
export function PackedMailScreen({ packed, notice }: { packed: string; notice?: ReactNode }) {
  const props = useMemo(() => JSON.parse(packed) as MailScreenProps, [packed])
  return <MailScreen {...props} notice={notice} />
}
