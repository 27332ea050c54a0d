import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import type { DocumentNotices } from '#lib/html/frame-document.ts'
import type { PageScheme } from '#lib/html/dark/own-scheme.ts'
import { htmlToText } from '#lib/html/html-to-text.ts'
import type { SealedView } from '#lib/mail/reading/message-view.ts'
import type { DecryptedFile, DecryptedText } from '#lib/mail/reading/decrypted/read-decrypted.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './decrypt.module.css'
import { DecryptedFrame } from './decrypted-frame.tsx'
import { decryptedDocument } from './decrypted-html.ts'
import type { OpenedMessage } from './open-sealed.ts'

type Opening = NonNullable<SealedView['opening']>

interface DecryptedMessageProps {
  /** Undefined until somebody has opened it. */
  readonly opened: OpenedMessage | undefined
  readonly opening: Opening
  readonly looks: { readonly asText: boolean; readonly scheme: PageScheme }
  /** The document that shows HTML. */
  readonly viewer: string
  /** What opens it. */
  readonly children: ReactNode
}

/** What opens a message in this browser, then what it says: its texts in the page, its HTML in a frame from which nothing leads out. */
export function DecryptedMessage({ opened, opening, looks, viewer, children }: DecryptedMessageProps) {
  const { words } = opening
  const region = useRef<HTMLElement>(null)
  const [isReady, setReady] = useState(false)
  useEffect(() => {
    if (opened) region.current?.focus()
  }, [opened])
  const { documents, remoteContent, files } = useMemo(() => htmlOf(opened, looks, noticesOf(words)), [opened, looks, words])
  const inFrame = isReady && !looks.asText
  const texts = opened?.texts ?? []
  const first = texts.findIndex(({ kind }) => kind === 'html')
  const split = inFrame && first >= 0 ? first : texts.length
  return (
    <section ref={region} tabIndex={-1} className={opened ? styles.opened : undefined} aria-label={opened ? words.title : undefined}>
      {opened ? <Verdict opened={opened} opening={opening} /> : children}
      <Texts texts={texts.slice(0, split)} asText={words.asText} isTold={looks.asText} />
      {inFrame && remoteContent && <p className={styles.hint}>{words.remote}</p>}
      {!looks.asText && <DecryptedFrame src={viewer} title={words.frame ?? ''} className={looks.scheme === 'light' ? (styles.frame ?? '') : `${styles.frame} ${styles.themed}`} documents={documents} onReady={() => setReady(true)} />}
      <Texts texts={texts.slice(split).filter(({ kind }) => kind === 'text')} asText={words.asText} isTold={false} />
      {files.length > 0 && <ul className={styles.files}>{files.map((file, at) => <li key={at}><SaveLink file={file} /></li>)}</ul>}
    </section>
  )
}

/** Its HTML parts, each as a document of its own, and the files that none of them shows. */
function htmlOf(opened: OpenedMessage | undefined, { asText, scheme }: DecryptedMessageProps['looks'], notices: DocumentNotices): { readonly documents: readonly string[]; readonly remoteContent: boolean; readonly files: readonly DecryptedFile[] } {
  const files = opened?.files ?? []
  const made = asText ? [] : (opened?.texts ?? []).filter(({ kind }) => kind === 'html').map(({ text }) => decryptedDocument(text, files, { scheme, notices }))
  const shown = new Set(made.flatMap((each) => each.shown))
  return { documents: made.map(({ html }) => html), remoteContent: made.some((each) => each.remoteContent), files: files.filter((file) => !shown.has(file)) }
}

/** What a document says about itself; its words come with those of the opening, with places for what they name. */
function noticesOf(words: Opening['words']): DocumentNotices {
  return {
    cut: words.cut ?? '', tangled: words.tangled ?? '', quotation: words.quotation ?? '',
    doubtfulLink: ({ kind, says, leads }) => ((kind === 'says-other' ? words.linkSays : words.linkLookalike) ?? '').replace('{says}', () => says).replace('{leads}', () => leads),
  }
}

function Verdict({ opened: { subject, verdict, outcome }, opening: { words, verdicts } }: { readonly opened: OpenedMessage; readonly opening: Opening }) {
  const address = outcome?.signer?.addresses[0] ?? outcome?.signer?.name ?? ''
  const says = verdict === undefined ? words.unsigned : verdicts[verdict]?.replace('{address}', () => address)
  return (
    <>
      <p className={styles.verdict}><Icon name={verdict === 'verified' ? 'check' : verdict === 'broken' || verdict === 'other' ? 'warning' : 'info'} size={16} /> {says}</p>
      {subject !== undefined && <p><span className={styles.hint}>{words.subject}:</span>{' '}<strong dir="auto">{subject}</strong></p>}
    </>
  )
}

function Texts({ texts, asText, isTold }: { readonly texts: readonly DecryptedText[]; readonly asText: string | undefined; readonly isTold: boolean }) {
  return texts.map(({ kind, text, plain }, at) => (
    <div key={at}>
      {kind === 'html' && isTold && plain === undefined && <p className={styles.hint}>{asText}</p>}
      <p className={styles.text} dir="auto">{kind === 'html' ? (plain ?? htmlToText(text)) : text}</p>
    </div>
  ))
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
