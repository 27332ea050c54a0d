'use client'
import { useEffect, useRef } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { useFormats, useWords } from '../../words/words-context.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './attachment-field.module.css'
import { InsertText } from './insert-text.tsx'
import { SendAsLink, type Linking } from './send-as-link.tsx'
import type { Uploads } from './use-uploads.ts'

interface AttachmentFieldProps {
  readonly uploads: Uploads
  /** As the form began. */
  readonly format: string
  readonly inserting: PageWords['inserting']
  readonly linking: Linking | undefined
  readonly isEnhanced: boolean
  readonly isDropping: boolean
}

/** Choosing files and the list of those that are attached. Without scripts the Attach button comes before all Remove buttons: Enter in a field presses the first. */
export function AttachmentField({ uploads, format, inserting, linking, isEnhanced, isDropping }: AttachmentFieldProps) {
  const words = useWords().compose
  const { size } = useFormats()
  const { usableSize, progress, problem } = uploads
  const input = useRef<HTMLInputElement>(null)
  const take = (chosen: HTMLInputElement): void => {
    uploads.add(chosen.files ?? [])
    chosen.value = ''
  }
  // What was chosen while scripts were still on their way.
  useEffect(() => {
    if (isEnhanced && input.current?.files?.length) take(input.current)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when scripts take over
  }, [isEnhanced])
  // Pictures in the text are seen there.
  const attachments = uploads.attachments.filter(({ contentId }) => format !== 'html' || contentId === undefined)
  const room = usableSize === 0 ? words.noRoom : isEnhanced ? words.room({ size: size(usableSize) }) : words.roomPlain({ size: size(usableSize) })
  return (
    <div className={styles.attachments}>
      <div className={styles.choose}>
        {/* It stands before the files: the form is read as a stream. */}
        {linking && !isEnhanced && <label className={styles.link}><input type="checkbox" name="as-link" value="1" /> <span>{linking.asLink}</span> <small>{linking.hint}</small></label>}
        <label className={styles.files}>
          <Icon name="attachment" />
          <span>{words.attachments}</span>{' '}
          <input
            ref={input}
            type="file"
            name="files"
            multiple
            onChange={({ currentTarget }) => take(currentTarget)}
          />
        </label>{' '}
        {/* With scripts a file is uploaded as soon as it is chosen. */}
        {!isEnhanced && <><Button small name="intent" value="attach">{words.attach}</Button>{' '}</>}
        {(format === 'text' || isEnhanced) && <InsertText words={inserting} isEnhanced={isEnhanced} />}
        <p className={styles.room}>{isDropping ? words.dropHere : room}</p>
      </div>
      {problem && <Alert kind="problem">{problem}</Alert>}
      {linking && <SendAsLink uploads={uploads} linking={linking} />}
      <p className={styles.progress} role="status">{progress}</p>
      {progress !== '' && <p><Button type="button" small icon="close" onClick={uploads.cancel}>{words.cancelUpload}</Button></p>}
      {attachments.length > 0 && (
        <ul aria-label={words.attached} className={styles.list}>
          {attachments.map(({ id, name, size: octets }) => (
            <li key={id}>
              <Icon name="file" />
              <span className={styles.name} dir="auto" title={name}>{name}</span>{' '}
              <span className={styles.size}>{size(octets)}</span>{' '}
              <Button look="quiet" icon="close" iconOnly small name="intent" value={`remove-attachment ${id}`}>{words.removeNamed({ name })}</Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
