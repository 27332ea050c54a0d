import type { Urls } from '#lib/api/urls.ts'
import type { Formats } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AttachmentView } from '#lib/mail/reading/message-view.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './parts.module.css'

export interface PartSurroundings {
  readonly message: MessageRef
  readonly urls: Urls
  readonly words: PageWords
  readonly size: Formats['size']
}

/** Parts, each with what can be done with it: looked at, opened on a page of its own, saved. */
export function PartList({ attachments, message, urls, words, size }: PartSurroundings & { readonly attachments: readonly AttachmentView[] }) {
  return (
    <ul className={styles.list} aria-label={words.message.attachments}>
      {attachments.map(({ section, name, mediaType, size: octets, viewable, opens }) => {
        const label = name || words.message.unnamed
        return (
          <li key={section}>
            <Icon name={mediaType.startsWith('image/') ? 'image' : opens === 'message' ? 'message' : 'file'} size={20} />
            <span><bdi className={styles.name}>{label}</bdi>{' '}<span className={styles.kind}><bdi>{mediaType}</bdi>, <bdi>{size(octets)}</bdi></span></span>{' '}
            <span className={styles.links}>
              {viewable && <><a href={urls.api.part(message, section, 'view')} target="_blank" rel="noopener" aria-label={`${words.message.view} ${label}`}>{words.message.view}</a>{' '}</>}
              {opens && <><a href={urls.messagePart(message, section)} aria-label={`${words.message.view} ${label}`}>{words.message.view}</a>{' '}</>}
              <a href={urls.api.part(message, section, 'download')} download={name || true} aria-label={`${words.message.download} ${label}`}>{words.message.download}</a>
            </span>
          </li>
        )
      })}
    </ul>
  )
}
