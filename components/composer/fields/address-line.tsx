'use client'
import { useEffect, useState, type ComponentType, type ReactNode } from 'react'
import { useSite } from '../../mail-screen/site.ts'
import { Line, type LineProps } from './line.tsx'

/** What is loaded once the page is there, and only where there is somebody to offer. */
type Suggesting = ComponentType<{ readonly input: HTMLInputElement }>

/** An address field that offers people of address books and directories, with scripts and where there are any; a plain field elsewhere. `beside` stands behind it. */
export function AddressLine({ beside, ...line }: LineProps & { readonly beside?: ReactNode }) {
  const { modules } = useSite()
  const [input, setInput] = useState<HTMLInputElement | null>(null)
  const [suggesting, setSuggesting] = useState<{ readonly Part: Suggesting }>()
  const isOffered = (modules.contacts || modules.directory) && !line.readOnly
  useEffect(() => {
    if (!isOffered) return
    let isThere = true
    // Without it the field is a plain one.
    void import('../suggesting/suggestions.tsx').then(({ Suggestions }) => isThere && setSuggesting({ Part: Suggestions })).catch(() => undefined)
    return () => {
      isThere = false
    }
  }, [isOffered])
  return (
    <Line {...line} isAddress inputRef={setInput} beside={beside}>
      {suggesting && input && <suggesting.Part input={input} />}
    </Line>
  )
}
