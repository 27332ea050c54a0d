import { ButtonLink } from '../../../ui/button.tsx'
import type { PartSurroundings } from '../part-list.tsx'
import { PDF_PAGES } from './pdf-frame.ts'
import { PdfViewer } from './pdf-viewer.tsx'

interface PdfPageProps extends PartSurroundings {
  readonly section: string
  readonly name: string
  readonly octets: number
  readonly language: string
  /** The document that draws. */
  readonly frameUrl: string
}

/** Octets beyond which a PDF is only downloaded: a browser holds it whole while it draws. */
const PDF_LIMIT = 64 * 1024 * 1024

/** A PDF to look at, page by page; to download in any case. */
export function PdfPage({ section, name, octets, language, frameUrl, message, urls, words, size }: PdfPageProps) {
  const { pageOf, pageFailed, tooLarge, frame, cut, ...plain } = words.pdf
  const says = { ...plain, tooLarge: tooLarge({ size: size(PDF_LIMIT) }), frame: frame({ name }), cut: cut({ count: PDF_PAGES }) }
  // The frame puts its numbers in.
  const inFrame = { page: pageOf({ page: '{page}', pages: '{pages}' }), failed: pageFailed }
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{name}</h1>
      <p><ButtonLink href={urls.api.part(message, section, 'download')} icon="download" download={name} small>{`${words.message.download} (${size(octets)})`}</ButtonLink></p>
      {octets > PDF_LIMIT ? <p>{says.tooLarge}</p> : <PdfViewer frameUrl={frameUrl} contentUrl={urls.api.part(message, section, 'download')} limit={PDF_LIMIT} introduction={{ language, title: says.frame, words: inFrame }} words={says} />}
    </>
  )
}
