'use client'
import { useEffect } from 'react'

/** Fetches script and style of the mail screen while a name is typed: what comes after sign-in then waits for the mail alone. */
export function MailAhead() {
  useEffect(() => void import('../mail-screen/packed-mail-screen.tsx'), [])
  return null
}
