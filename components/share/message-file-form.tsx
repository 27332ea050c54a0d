'use client'
import { useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './share.module.css'

interface MessageFileFormProps {
  readonly action: string
  readonly token: string
  readonly words: { readonly file: string; readonly submit: string }
}

/** What the device hands over that opens a file with the installed application (W3C File Handling). */
interface LaunchQueue {
  setConsumer(consumer: (launched: { readonly files: readonly { getFile?(): Promise<File> }[] }) => void): void
}

/** Takes a message in a file: one that somebody chooses, or the one that was opened with the installed application. */
export function MessageFileForm({ action, token, words }: MessageFileFormProps) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const { launchQueue } = globalThis as { launchQueue?: LaunchQueue }
    launchQueue?.setConsumer(({ files: [handle] }) => {
      const field = form.current?.elements.namedItem('file')
      if (!(field instanceof HTMLInputElement)) return
      void handle?.getFile?.().then((file) => {
        const chosen = new DataTransfer()
        chosen.items.add(file)
        field.files = chosen.files
        form.current?.requestSubmit()
      })
    })
  }, [])
  return (
    <PostForm ref={form} action={action} encType="multipart/form-data" className={styles.open} token={token}>
      <label htmlFor="message-file">{words.file}</label>
      <input id="message-file" type="file" name="file" accept=".eml,message/rfc822" required />
      <Button look="primary">{words.submit}</Button>
    </PostForm>
  )
}
