'use client'
import type { PageWords } from '#lib/i18n/words.ts'
import type { SendingHint } from '#lib/mail/composition.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'

/** What is worth a look before the message leaves; Send asks again about nothing that stands here. Accessible name: button "Send anyway". */
export function Review({ hints, words, isPosting }: { hints: readonly SendingHint[]; words: PageWords['composing']; isPosting: boolean }) {
  if (hints.length === 0) return null
  return (
    <>
      <input type="hidden" name="reviewed" value={hints.join(' ')} />
      <Alert kind="warning" hint={<Button small name="intent" value="send" aria-disabled={isPosting}>{words.sendAnyway}</Button>}>
        {words.beforeSending} {hints.map((hint) => words.hints[hint]).join(' ')}
      </Alert>
    </>
  )
}
