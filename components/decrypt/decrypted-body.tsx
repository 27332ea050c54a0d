import { useEffect, useRef } from 'react'
import type { SealedView } from '#lib/mail/reading/message-view.ts'
import type { DecryptedFile } from '#lib/mail/reading/decrypted/read-decrypted.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './decrypt.module.css'
import type { OpenedMessage } from './open-sealed.ts'

/** What a message says that was opened here: text alone, so that nothing of it can lead its words anywhere. */
export function DecryptedBody({ opened: { subject, texts, files, verdict, outcome }, opening: { words, verdicts } }: { readonly opened: OpenedMessage; readonly opening: NonNullable<SealedView['opening']> }) {
  const region = useRef<HTMLElement>(null)
  useEffect(() => region.current?.focus(), [])
  const address = outcome?.signer?.addresses[0] ?? outcome?.signer?.name ?? ''
  const says = verdict === undefined ? words.unsigned : verdicts[verdict]?.replace('{address}', () => address)
  return (
    <section ref={region} tabIndex={-1} className={styles.opened} aria-label={words.title}>
      <p className={styles.verdict}><Icon name={verdict === 'verified' ? 'check' : verdict === 'broken' || verdict === 'other' ? 'warning' : 'info'} size={16} /> {says}</p>
      {subject !== undefined && <p><span className={styles.hint}>{words.subject}:</span>{' '}<strong dir="auto">{subject}</strong></p>}
      {texts.map(({ text, wasHtml }, at) => (
        <div key={at}>
          {wasHtml && <p className={styles.hint}>{words.asText}</p>}
          <p className={styles.text} dir="auto">{text}</p>
        </div>
      ))}
      {files.length > 0 && <ul className={styles.files}>{files.map((file, at) => <li key={at}><SaveLink file={file} /></li>)}</ul>}
    </section>
  )
}

/** Saves a file out of this page's memory; as octets, so that no browser shows it as a page of ours. */
function SaveLink({ file }: { readonly file: DecryptedFile }) {
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([file.octets as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }))
    if (link.current) link.current.href = made
    return () => URL.revokeObjectURL(made)
  }, [file])
  return <a ref={link} href="#content" download={file.name}><Icon name="download" size={16} /> <bdi>{file.name}</bdi></a>
}
