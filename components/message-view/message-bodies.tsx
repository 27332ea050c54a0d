import { Fragment, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '../words/words-context.ts'
import { asRead } from '#lib/api/reading-urls.ts'
import type { BodyView, MessageView } from '#lib/mail/reading/message-view.ts'
import { messageRef, type Place } from '../mail-state/place.ts'
import { shownAs } from '../mail-screen/screen-preferences.ts'
import { useSite } from '../mail-screen/site.ts'
import { Icon } from '../ui/icon.tsx'
import { dressFrame, FRAME_SANDBOX, placeFrameAhead, shelveFrame, stateOfFrameAhead } from './frames-ahead.ts'
import styles from './message-view.module.css'
import { RemoteContent } from './remote-content.tsx'
import { useSlowness } from './slow-frame.ts'
import { TextBody } from './text-body.tsx'

/** What the message says: text in the page, HTML in a frame that can do nothing (threats D1). */
export function MessageBodies({ message, place }: { message: MessageView; place: Place }) {
  const words = useWords()
  const { isTextBrowser, preferences } = useSite()
  const shown = shownAs(place.show, preferences, message)
  const asText = isTextBrowser || shown.asText
  if (message.bodies.length === 0) return <p className={styles.nothing}>{words.message.noText}</p>
  return message.bodies.map((body) => (
    <Fragment key={body.section}>
      <SignatureMark message={message} section={body.section} />
      {body.kind === 'html' && !asText
        ? <HtmlBody body={body} place={place} showsImages={shown.hasImages} isOriginal={shown.isOriginal} remote={message.remote} fills={message.bodies.length === 1} />
        : <PlainBody body={body} place={place} />}
    </Fragment>
  ))
}

/** Above each body, where only a part of the message is signed: whether this one is. */
function SignatureMark({ message, section }: { message: MessageView; section: string }) {
  const mark = message.signature?.marks?.[section]
  if (!mark) return null
  return <p className={styles.mark} data-signed={mark.isSigned ? '' : undefined}><Icon name={mark.isSigned ? 'check' : 'ban'} size={14} /> {mark.says}</p>
}

function PlainBody({ body, place }: { body: BodyView; place: Place }) {
  const words = useWords()
  const { urls } = useSite()
  const ref = messageRef(place.mailbox, place.message ?? '')
  return (
    <>
      {body.text.trim() === '' ? <p className={styles.nothing}>{words.message.noText}</p> : <TextBody text={body.text} />}
      {body.kind === 'text' && body.cut && ref && (
        <p className={styles.cut}>{words.message.cut} <a href={asRead(urls, place.show).api.part(ref, body.section, 'download')}>{words.message.downloadRest}</a></p>
      )}
    </>
  )
}

function HtmlBody({ body, place, showsImages, isOriginal, remote, fills }: { body: BodyView & { kind: 'html' }; place: Place; showsImages: boolean; isOriginal: boolean; remote: MessageView['remote']; fills: boolean }) {
  const { urls } = useSite()
  const ref = messageRef(place.mailbox, place.message ?? '')
  if (!ref) return null
  const { paper } = place.show
  const src = asRead(urls, place.show).api.html(ref, body.section, { ...(showsImages ? { images: '1' } : {}), ...(paper === undefined ? {} : { paper }) })
  return (
    <>
      {body.remoteContent && <RemoteContent message={ref} place={place} remote={remote} trackers={body.trackers} isShown={showsImages} />}
      <HtmlFrame key={src} src={src} text={body.text} look={isOriginal ? styles.frame : `${styles.frame} ${styles.themed}`} fills={fills} />
    </>
  )
}

/**
 * Another document is another frame: a frame that goes from one to the next leaves a step in the browser's history. Where it keeps its reader
 * waiting, the text stands in its place until it has come.
 */
function HtmlFrame({ src, text, look = '', fills }: { src: string; text: string; look: string | undefined; fills: boolean }) {
  const words = useWords()
  const place = useRef<HTMLDivElement>(null)
  const [ahead, setAhead] = useState(() => stateOfFrameAhead(src))
  const { isSlow, onLoad } = useSlowness(ahead === 'loaded')
  const isWaiting = isSlow && text.trim() !== ''
  useLayoutEffect(() => {
    if (!ahead || !place.current) return undefined
    const frame = placeFrameAhead(src, place.current)
    if (!frame) return void setAhead(undefined)
    dressFrame(frame, { className: look, fills: fills && !isWaiting, waits: isWaiting })
    const hasCome = (): void => onLoad(frame)
    // It may have come since it was looked for.
    if (frame.dataset.loaded !== undefined) return hasCome()
    frame.addEventListener('load', hasCome)
    return () => frame.removeEventListener('load', hasCome)
  }, [ahead, src, look, fills, isWaiting, onLoad])
  useLayoutEffect(() => {
    const at = place.current
    return at ? () => shelveFrame(at) : undefined
  }, [])
  return (
    <>
      {isWaiting && <TextBody text={text} />}
      {ahead
        ? <div ref={place} className={styles.ahead} />
        : <iframe className={look} data-fills={fills && !isWaiting ? '' : undefined} data-waits={isWaiting ? '' : undefined} title={words.message.htmlFrame} sandbox={FRAME_SANDBOX} referrerPolicy="no-referrer" src={src} onLoad={({ currentTarget }) => onLoad(currentTarget)} />}
    </>
  )
}
