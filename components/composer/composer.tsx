'use client'
import { useRef, type ReactNode } from 'react'
import { urls as makeUrls } from '#lib/api/urls.ts'
import { FOLLOW_UPS, PRIORITIES, REPORTS, type Composition, type SendingHint, type TYPED_FIELDS } from '#lib/mail/composition.ts'
import type { TypedFieldName } from '#lib/mail/refusal.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { SpellingView } from '#lib/mail/writing/spelling/unknown-word.ts'
import type { Identity } from '#lib/mail/writing/identity.ts'
import { hasHtmlQuotation, hasQuotation } from '#lib/mail/writing/without-quotation.ts'
import { useFormats, useWords } from '../words/words-context.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { AddressLine } from './fields/address-line.tsx'
import { AttachmentField } from './attachments/attachment-field.tsx'
import type { Linking } from './attachments/send-as-link.tsx'
import styles from './composer.module.css'
import { saveSentence, type ComposerStatus } from './composer-status.ts'
import type { Aside } from './opening/use-aside.ts'
import { useSite } from '../mail-screen/site.ts'
import { useComposer } from './use-composer.ts'
import { SignInAgain, type SignInWords } from './saving/sign-in-again.tsx'
import { Review } from './review.tsx'
import { SendLater } from './send-later.tsx'
import { SaveTemplate } from './templates/save-template.tsx'
import { ChoiceField } from './fields/choice-field.tsx'
import { CopyField, type CopyFieldProps } from './fields/copy-field.tsx'
import { FromField } from './fields/from-field.tsx'
import { Line, useFieldId } from './fields/line.tsx'
import { SpellingPart } from './spelling/spelling-part.tsx'
import type { SpellingHandle } from './spelling/use-spelling.ts'
import { MessageField } from './editor/message-field.tsx'
import { useUploads } from './attachments/use-uploads.ts'

export interface ComposerProps {
  readonly base: string
  readonly token: string
  readonly composition: Composition
  /** What was typed in a post that failed; in place of what is kept. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly usableSize: number
  /** What was refused, and gets the focus. */
  readonly faulty: TypedFieldName | undefined
  /** Under what name one may write; one is no choice. */
  readonly identities: readonly Identity[]
  /** What an administrator keeps of it. */
  readonly locked: { readonly replyTo: boolean; readonly blindCopies: readonly string[] }
  /** Whether there is a field for header lines of one's own. */
  readonly hasHeaderLines: boolean
  /** Where a copy may go; undefined where an administrator has decided on it. */
  readonly copies: CopyFieldProps['mailboxes'] | undefined
  /** What is worth a look, after Send. */
  readonly hints: readonly SendingHint[]
  /** What comes with this page alone. */
  readonly extraWords: PageWords['composing']
  /** What it is called that is changed, or would be. */
  readonly templates: { readonly name: string; readonly words: PageWords['templates']['compose'] }
  /** Undefined where nothing can be checked; `panel` as the server writes it. */
  readonly spelling: { readonly view: SpellingView; readonly words: PageWords['spelling']; readonly panel: ReactNode } | undefined
  readonly editingWords: PageWords['editing']
  readonly insertingWords: PageWords['inserting']
  /** Undefined where nobody sends links. */
  readonly linking: Linking | undefined
  /** Whether what is sent is kept in Sent. */
  readonly keepsSent: boolean
  /** Whether messages may be written in HTML. */
  readonly mayFormat: boolean
  /** Undefined where one cannot sign in again on this page. */
  readonly signIn: SignInWords | undefined
  /** Where the form is in a page that stays when somebody goes elsewhere. */
  readonly aside?: Aside
}

/**
 * The compose form, complete without scripts. Accessible names, a contract: form "Compose message"; fields "To", "Cc", "Bcc", "Reply-To",
 * "Subject", "Message", "Priority", "Ask for", "Remind me if nobody answers", "Keep a copy in", for who has chosen it "Header lines", "Date and time" under "Send later", "Check spelling" (where there are dictionaries), "Template name" and "Save as template" under "Template", with several identities "From", "Attachments"; buttons "Look up…" (where there is a directory), "Send", "Postpone", "Save", "Discard", without scripts "Attach", in a message in text "Insert as text", where a site lets people send links "Send a link instead" or without scripts the box "Send a link in place of the file", where another message is quoted "Leave out the quoted message", and "Remove NAME" for each file
 * of the list "Attached files". With scripts field "Password" and button "Sign in" where the session has ended; it saves by itself, uploads at once, takes dropped and pasted files, and Ctrl+Enter sends.
 */
export function Composer({ base, token, composition, typed, usableSize, faulty, identities, locked, hasHeaderLines, copies, hints, extraWords, spelling, templates, editingWords, insertingWords, linking, keepsSent, mayFormat, signIn, aside }: ComposerProps) {
  const words = useWords().compose
  const fieldId = useFieldId()
  const { time } = useFormats()
  const { keepsCopies, modules, isTextBrowser } = useSite()
  const urls = makeUrls(base)
  const url = urls.api.composition(composition.id)
  const uploads = useUploads({ url, uploads: urls.api.uploads(composition.id), upload: (id) => urls.api.upload(composition.id, id) }, { attachments: composition.attachments, usableSize, linkable: linking?.most ?? 0 })
  const value = (name: (typeof TYPED_FIELDS)[number]): string => typed?.[name]?.[0] ?? composition[name]
  const handle = useRef<SpellingHandle>(undefined)
  const { form, status, bringBack, handlers } = useComposer({ id: composition.id, url, revision: composition.revision, pageOf: urls.composition, uploads, keepsCopies, spelling: handle, aside })
  const isReply = value('to') !== ''
  const attention = (name: TypedFieldName, isFirst = false) => ({ autoFocus: faulty === undefined ? isFirst : faulty === name, isFaulty: faulty === name })
  const isText = value('format') === 'text'
  // What the page came with: a button that came and went with each line would move everything below it.
  const quotes = isText ? hasQuotation(value('body')) : value('quotation') !== 'none' || hasHtmlQuotation(value('html'))
  const looksUp = modules.contacts || modules.directory
  return (
    <PostForm ref={form} action={url} encType="multipart/form-data" aria-label={words.form} className={styles.form} data-dropping={status.isDropping ? '' : undefined} {...handlers} token={token}>
      <input type="hidden" name="revision" defaultValue={composition.revision} />
      {/* What Enter in a field presses where there are no scripts: the first button, which must not be the one beside "To". */}
      {looksUp && !isTextBrowser && <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden className="for-screen-readers">{words.save}</button>}
      <Notices status={status} bringBack={bringBack} isSessionEnded={status.answer?.kind === 'session-ended' || uploads.isSessionEnded} signIn={signIn} />
      <Review hints={hints} words={extraWords} isPosting={status.isPosting} />
      <div className={styles.fields}>
        {identities.length > 1 && <FromField identities={identities} value={typed?.['from']?.[0] ?? composition.from} />}
        <AddressLine label={words.to} name="to" value={value('to')} {...attention('to', !isReply)} beside={looksUp && <Button small look="quiet" icon="search" name="intent" value="look-up" aria-disabled={status.isPosting} formNoValidate>{words.lookUp}</Button>} />
        <AddressLine label={words.cc} name="cc" value={value('cc')} {...attention('cc')} />
        <AddressLine label={words.bcc} name="bcc" value={value('bcc')} half {...attention('bcc')} />
        <Line label={words.replyTo} name="replyTo" value={value('replyTo')} isAddress half readOnly={locked.replyTo} {...attention('replyTo')} />
        {locked.blindCopies.length > 0 && <p className={styles.locked}>{words.blindCopiesLocked({ addresses: locked.blindCopies.join(', ') })}</p>}
        <Line label={words.subject} name="subject" value={value('subject')} {...attention('subject')} />
      </div>
      <MessageField id={composition.id} value={value} words={editingWords} uploads={uploads} identities={identities} takesFocus={faulty === undefined ? isReply : faulty === 'body'} mayFormat={mayFormat} isEnhanced={status.isEnhanced} />
      {quotes && !(status.isEnhanced && value('quotation') !== 'none') && (
        <p className={styles.leaveOut}><Button small look="quiet" name="intent" value="leave-out-quotation" aria-disabled={status.isPosting} formNoValidate>{extraWords.leaveOutQuotation}</Button></p>
      )}
      {isText && spelling && <SpellingPart view={spelling.view} body={value('body')} words={spelling.words} handleRef={handle}>{spelling.panel}</SpellingPart>}
      {(hasHeaderLines || value('headers') !== '') && (
        <label className={styles.headers}>
          <span>{extraWords.headers}</span>
          <textarea id={fieldId('headers')} name="headers" autoFocus={faulty === 'headers'} aria-invalid={faulty === 'headers' || undefined} defaultValue={value('headers')} rows={3} dir="ltr" spellCheck={false} autoCapitalize="none" />
          <small>{extraWords.headersHint}</small>
        </label>
      )}
      <AttachmentField uploads={uploads} format={value('format')} inserting={insertingWords} linking={linking} isEnhanced={status.isEnhanced} isDropping={status.isDropping} />
      <div className={styles.choices}>
        <ChoiceField label={words.priority} name="priority" value={value('priority')} choices={PRIORITIES} names={words.priorities} />
        {' '}
        <ChoiceField label={extraWords.reports} name="reports" value={value('reports')} choices={REPORTS} names={extraWords.reportChoices} />
        {' '}
        <ChoiceField label={extraWords.followUp} name="followUp" value={value('followUp')} choices={FOLLOW_UPS} names={extraWords.followUpChoices} hint={keepsSent ? undefined : extraWords.followUpNeedsCopy} />
        {' '}
        {copies && <CopyField words={extraWords} value={value('copyTo')} mailboxes={copies} />}
      </div>
      <div className={styles.bar} role="group" aria-label={words.buttons}>
        <Button look="primary" icon="sent" name="intent" value="send" aria-disabled={status.isPosting} aria-keyshortcuts="Control+Enter">{words.send}</Button>{' '}
        <Button icon="drafts" name="intent" value="postpone" aria-disabled={status.isPosting}>{words.postpone}</Button>{' '}
        <Button name="intent" value="save" aria-disabled={status.isPosting}>{words.save}</Button>{' '}
        <Button look="quiet" icon="trash" name="intent" value="discard" aria-disabled={status.isPosting} formNoValidate>{words.discard}</Button>{' '}
        <div className={styles.further}>
          {isText && spelling && <><Button look="quiet" name="intent" value="check-spelling" aria-disabled={status.isPosting} formNoValidate>{spelling.words.check}</Button>{' '}</>}
          <SendLater isPosting={status.isPosting} />
          <SaveTemplate name={templates.name} words={templates.words} isPosting={status.isPosting} isOpen={composition.kind === 'template'} />
        </div>
        <p className={styles.status} role="status">{status.isPosting ? uploads.progress || words.sending : saveSentence(words, time, status)}</p>
      </div>
    </PostForm>
  )
}

/** What cannot wait in the status line. */
function Notices({ status, bringBack, isSessionEnded, signIn }: { status: ComposerStatus; bringBack: () => void; isSessionEnded: boolean; signIn: ComposerProps['signIn'] }) {
  const words = useWords().compose
  const { answer, restored } = status
  return (
    <>
      {answer?.kind === 'conflict' && <Alert kind="problem" hint={<a href={answer.kept}>{words.openKept}</a>}>{words.conflict}</Alert>}
      {isSessionEnded && <Alert kind="problem" hint={signIn && <SignInAgain words={signIn} />}>{words.sessionEnded}</Alert>}
      {restored === 'restored' && <Alert kind="notice">{words.restored}</Alert>}
      {restored === 'offered' && <Alert kind="warning" hint={<Button type="button" small onClick={bringBack}>{words.bringBack}</Button>}>{words.older}</Alert>}
    </>
  )
}
