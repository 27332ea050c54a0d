import { memo } from 'react'
import { useSite } from '../mail-screen/site.ts'
import { useWords } from '../words/words-context.ts'
import { PlainText } from './plain-text.tsx'

/** The text of the open message, drawn once. */
export const TextBody = memo(function TextBody({ text }: { text: string }) {
  const { isTextBrowser } = useSite()
  const { quoted } = useWords().message
  return <PlainText text={text} isTextBrowser={isTextBrowser} quoted={quoted} />
})
