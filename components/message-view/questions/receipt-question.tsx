import { useEffect, useState } from 'react'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { ReceiptView } from '#lib/mail/reading/message-view.ts'
import { useSite } from '../../mail-screen/site.ts'
import { Button } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import { useWords } from '../../words/words-context.ts'
import styles from '../message-view.module.css'

/** Somebody asks to be told that the message was read: the reader decides, unless they decided for all such messages. */
export function ReceiptQuestion({ message, receipt, here }: { message: MessageRef; receipt: ReceiptView; here: string }) {
  const words = useWords()
  const { urls, token } = useSite()
  const [asks, setAsks] = useState(!receipt.isAutomatic)
  const url = urls.api.receipt(message)
  useEffect(() => {
    if (!receipt.isAutomatic) return
    fetch(url, { method: 'POST', body: '{"answer":"automatic"}', headers: { 'Content-Type': 'application/json', 'X-Postern': '1' } })
      // Another window, or the page itself, may have sent it already.
      .then(({ ok, status }) => setAsks(!ok && status !== 409))
      // What could not be sent by itself is asked about.
      .catch(() => setAsks(true))
  }, [receipt.isAutomatic, url])
  if (!asks) return null
  return (
    <PostForm className={styles.question} action={url} token={token}>
      <input type="hidden" name="return" value={here} />
      <p>{words.message.receiptAsked({ to: receipt.to })}</p>
      <Button name="answer" value="send" small>{words.message.receiptSend}</Button>{' '}
      <Button name="answer" value="decline" small look="quiet">{words.message.receiptDecline}</Button>
    </PostForm>
  )
}
