'use client'
import { useWords } from '#components/words/words-context.ts'
import { MessagePage } from '#components/shell/message-page.tsx'

/** Only for our own bugs: every expected failure is caught by its page. `digest` stands in the server's log. */
export default function BrokenPage({ error }: { error: Error & { digest?: string } }) {
  const words = useWords()
  return <MessagePage title={words.failures.broken} hint={`${words.failures.brokenHint}${error.digest ? ` ${words.failures.number({ id: error.digest })}` : ''}`} link="" linkText={words.failures.tryAgain} />
}
