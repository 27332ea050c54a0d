'use client'
import { useState } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { SHOWN_AS_TEXT } from '#lib/mail/composition.ts'
import type { Identity } from '#lib/mail/writing/identity.ts'
import { useSite } from '../../mail-screen/site.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../words/words-context.ts'
import type { Uploads } from '../attachments/use-uploads.ts'
import styles from './editor.module.css'
import { BodyField } from './folded/body-field.tsx'
import { FoldedField } from './folded/folded-field.tsx'
import { useFolded } from './folded/use-folded.ts'
import { HiddenField } from './hidden-field.tsx'
import { QuotationField } from './quotation-field.tsx'
import { useFormatting, type Formatting } from './use-formatting.ts'

interface MessageFieldProps {
  readonly id: string
  readonly value: (name: 'body' | 'format' | 'html' | 'quotation') => string
  readonly words: PageWords['editing']
  readonly uploads: Uploads
  readonly identities: readonly Identity[]
  /** The answer is what comes next. */
  readonly takesFocus: boolean
  /** False where an administrator lets nobody write in HTML. */
  readonly mayFormat: boolean
  /** Scripts have taken the form over. */
  readonly isEnhanced: boolean
}

/**
 * What the message says: a plain field without scripts and for messages in text; with scripts a message in HTML has an editor, loaded when it is
 * needed. Accessible names: field "Message"; buttons "Formatted text", "Plain text".
 */
export function MessageField({ id, value, words, uploads, identities, takesFocus, mayFormat, isEnhanced }: MessageFieldProps) {
  const { urls } = useSite()
  const label = useWords().compose.message
  const isFormatted = value('format') !== 'text'
  const formatting = useFormatting({ format: isFormatted ? 'html' : 'text', html: value('html'), identities, quotationUrl: urls.api.compositionQuotation(id) })
  const { textarea, ready, insert, format, part, start, generation, caret, tell } = formatting
  const folded = useFolded(textarea, isEnhanced && format === 'text')
  const Editor = format === 'html' && typeof part === 'object' ? part.HtmlEditor : undefined
  const pictures = urls.api.compositionPicture(id)
  const upload = async (files: readonly File[]) => (await Promise.all(files.map((file) => uploads.insert(file)))).flatMap((each) => (each?.contentId === undefined ? [] : [{ url: pictures + encodeURIComponent(each.contentId), name: each.name }]))
  return (
    <>
      <HiddenField name="format" first={isFormatted ? SHOWN_AS_TEXT : 'text'} />
      <HiddenField name="html" first={value('html')} />
      {format === 'html' && !Editor && <Alert kind={part === 'failed' ? 'problem' : 'notice'}>{part === 'failed' ? words.failed : words.shownAsText}</Alert>}
      <BodyField area={textarea} label={label} first={value('body')} takesFocus={takesFocus} isHidden={Editor !== undefined || folded.folded !== undefined} />
      {folded.folded && <FoldedField label={label} words={words} text={folded.folded} folded={folded} changed={tell} />}
      {Editor && (
        <Editor key={generation} label={label} words={words} html={start} pictures={pictures} caret={caret} upload={upload} ready={ready} changed={tell} />
      )}
      <QuotationField id={id} value={value('quotation')} words={words} isShown={format === 'html'} isEnhanced={isEnhanced} changed={tell} edit={insert} />
      {isEnhanced && (mayFormat || format === 'html') && <Ways formatting={formatting} unfold={folded.unfold} words={words} hasEditor={Editor !== undefined} />}
    </>
  )
}

/** The way to the other format; what is lost is said first. */
function Ways({ formatting, unfold, words, hasEditor }: { formatting: Formatting; unfold: () => void; words: PageWords['editing']; hasEditor: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const { format, isKeptAside, toText, toHtml, bringBack } = formatting
  return (
    <div className={styles.ways}>
      {hasEditor && isAsking && (
        <>
          <p role="status">{words.loss}</p>
          <Button type="button" small onClick={() => void toText().then(() => setAsking(false))}>{words.toTextConfirm}</Button>{' '}
          <Button type="button" small look="quiet" onClick={() => setAsking(false)}>{words.keep}</Button>
        </>
      )}
      {hasEditor && !isAsking && <Button type="button" small look="quiet" icon="text" onClick={() => setAsking(true)}>{words.toText}</Button>}
      {format === 'text' && isKeptAside && (
        <>
          <p>{words.bringBackHint}</p>
          <Button type="button" small onClick={() => {
            unfold()
            bringBack()
          }}>{words.bringBack}</Button>
        </>
      )}
      {format === 'text' && !isKeptAside && <Button type="button" small look="quiet" icon="compose" onClick={() => {
        unfold()
        void toHtml()
      }}>{words.toHtml}</Button>}
    </div>
  )
}
