import { asRead, type Reading } from '#lib/api/reading-urls.ts'
import { isCardPart } from '#lib/mail/reading/card-part.ts'
import { useFormats, useWords } from '../words/words-context.ts'
import { INVITATION_ANSWERS } from '#lib/mail/reading/invitations/invitation.ts'
import type { AttachmentView, MessageView, SignatureView } from '#lib/mail/reading/message-view.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { useSite } from '../mail-screen/site.ts'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './attachment-list.module.css'

interface AttachmentListProps {
  readonly attachments: readonly AttachmentView[]
  /** Pictures of its HTML, where that is not shown. */
  readonly inText?: MessageView['pictures'] | undefined
  readonly message: MessageRef
  readonly reading: Reading
  /** The page of the message: an answer to an invitation comes back to it. */
  readonly here: string
  /** Where only a part of the message is signed: what of that holds for each file, by its section. */
  readonly marks?: SignatureView['marks']
}

/** The parts that are not the text, each to look at (where that is safe) and to keep. */
export function AttachmentList({ attachments, inText = [], message, reading, here, marks }: AttachmentListProps) {
  const words = useWords()
  const { size } = useFormats()
  const { urls: plain, preferences, modules, token } = useSite()
  const urls = asRead(plain, reading)
  const pictures = preferences['reading.attached_pictures'] ? attachments.filter(isShownPicture).slice(0, MOST_PICTURES) : []
  const listed = [...attachments, ...inText]
  if (listed.length === 0) return null
  // What stands in a text is no part: it comes with the message and goes with it.
  const parts = attachments.filter(({ packed }) => packed === undefined).length
  return (
    <section className={styles.attachments} aria-label={words.message.attachments}>
      <ul>
        {listed.map(({ section, packed, name, mediaType, size: octets, viewable, opens, asksAnswer }) => {
          const label = name || words.message.unnamed
          const url = (way: 'view' | 'download'): string => (packed === undefined ? urls.api.part(message, section, way) : urls.api.packedFile(message, section, packed, way))
          return (
            <li key={`${section} ${packed ?? ''}`}>
              <Icon name={mediaType.startsWith('image/') ? 'image' : mediaType === 'message/rfc822' ? 'message' : 'file'} size={20} />
              <span className={styles.name} dir="auto" title={label}>{label}</span>{' '}
              <span className={styles.kind}><bdi>{mediaType}</bdi>, <bdi>{size(octets)}</bdi>{marks?.[section] && <>, <span data-signed={marks[section].isSigned ? '' : undefined}>{marks[section].says}</span></>}</span>{' '}
              <span className={styles.links}>
                {viewable && <a href={url('view')} target="_blank" rel="noopener" aria-label={`${words.message.view} ${label}`} title={words.message.view}><Icon name="view" /><span>{words.message.view}</span></a>}{' '}
                {opens && <a href={urls.messagePart(message, section)} aria-label={`${words.message.view} ${label}`} title={words.message.view}><Icon name="view" /><span>{words.message.view}</span></a>}{' '}
                <a href={url('download')} download={name || true} aria-label={`${words.message.download} ${label}`} title={words.message.download}><Icon name="download" /><span>{words.message.download}</span></a>{' '}
                {asksAnswer && (
                  <PostForm action={urls.api.invitation(message, section)} aria-label={words.message.invitation} className={styles.answers} token={token}>
                    <input type="hidden" name="return" value={here} />
                    {INVITATION_ANSWERS.map((answer) => <button key={answer} name="answer" value={answer}>{words.message.invitationAnswers[answer]}</button>)}
                  </PostForm>
                )}
                {modules.contacts && packed === undefined && isCardPart(mediaType, name) && (
                  <PostForm action={urls.api.partContacts(message, section)} token={token}>
                    <button aria-label={`${words.message.importContacts}: ${label}`}><Icon name="person" /><span>{words.message.importContacts}</span></button>
                  </PostForm>
                )}
              </span>
            </li>
          )
        })}
      </ul>
      {parts > 0 && (
        <p className={styles.all}>
          {parts > 1 && <><a href={urls.api.attachments(message)} download>{words.message.downloadAll}</a>{' '}</>}
          <a href={urls.attachments(message)}>{words.message.manageAttachments}</a>
        </p>
      )}
      {pictures.length > 0 && (
        <div className={styles.pictures}>
          {pictures.map(({ section, packed, name }) => <img key={`${section} ${packed ?? ''}`} src={packed === undefined ? urls.api.part(message, section, 'view') : urls.api.packedFile(message, section, packed, 'view')} alt={name || words.message.unnamed} loading="lazy" decoding="async" />)}
        </div>
      )}
    </section>
  )
}

const MOST_PICTURES = 20
/** Octets; a larger one is a link like every other file. */
const LARGEST_PICTURE = 5_000_000

function isShownPicture({ mediaType, viewable, size }: AttachmentView): boolean {
  return viewable && mediaType.startsWith('image/') && size <= LARGEST_PICTURE
}
