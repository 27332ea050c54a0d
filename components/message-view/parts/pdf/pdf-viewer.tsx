'use client'
import { useState } from 'react'
import { Alert } from '../../../ui/alert.tsx'
import { Button } from '../../../ui/button.tsx'
import type { PdfFailure } from './pdf-frame.ts'
import styles from './pdf.module.css'
import { nextZoom, PDF_ZOOMS, usePdf, type PdfSource } from './use-pdf.ts'

export interface PdfViewerProps extends PdfSource {
  /** The document that draws. */
  readonly frameUrl: string
  readonly words: Readonly<Record<'withoutScripts' | 'loading' | 'frame' | 'tools' | 'previous' | 'next' | 'page' | 'zoom' | 'smaller' | 'larger' | 'cut' | PdfFailure, string>>
}

/** The pages of a PDF, drawn in a frame that has no origin and no way out. Accessible names, a contract: group "Pages and size", buttons "Previous page", "Next page", "Smaller", "Larger", spin button "Page", list "Size". */
export function PdfViewer({ frameUrl, words, ...source }: PdfViewerProps) {
  const pdf = usePdf(source)
  const { state, frame } = pdf
  if (state === undefined) return <p>{words.withoutScripts}</p>
  if (state !== 'loading' && state !== 'open') return <Alert kind="warning">{words[state]}</Alert>
  return (
    <div className={styles.viewer}>
      {state === 'loading' ? <p role="status">{words.loading}</p> : <Tools pdf={pdf} words={words} language={source.introduction.language} />}
      {pdf.isCut && <Alert kind="notice">{words.cut}</Alert>}
      <iframe ref={frame} className={styles.frame} data-open={state === 'open' ? '' : undefined} title={words.frame} sandbox="allow-scripts" referrerPolicy="no-referrer" src={frameUrl} />
    </div>
  )
}

function Tools({ pdf, words, language }: { pdf: ReturnType<typeof usePdf>; words: PdfViewerProps['words']; language: string }) {
  const { page, pages, zoom, turnTo, zoomTo } = pdf
  const [typed, setTyped] = useState<string>()
  const percent = new Intl.NumberFormat(language, { style: 'percent' })
  return (
    <div className={styles.tools} role="group" aria-label={words.tools}>
      <Button type="button" look="quiet" icon="up" iconOnly disabled={page <= 1} onClick={() => turnTo(page - 1)}>{words.previous}</Button>
      <Button type="button" look="quiet" icon="down" iconOnly disabled={page >= pages} onClick={() => turnTo(page + 1)}>{words.next}</Button>
      <input className={styles.page} type="number" inputMode="numeric" min={1} max={pages} value={typed ?? page} aria-label={words.page} onChange={({ target }) => (setTyped(target.value), turnTo(target.valueAsNumber))} onBlur={() => setTyped(undefined)} />
      <span className={styles.of}>/ {new Intl.NumberFormat(language).format(pages)}</span>
      <span className={styles.sizes}>
        <Button type="button" look="quiet" disabled={zoom === PDF_ZOOMS[0]} aria-label={words.smaller} title={words.smaller} onClick={() => zoomTo(nextZoom(zoom, -1))}>−</Button>
        <select aria-label={words.zoom} value={zoom} onChange={({ target }) => zoomTo(Number(target.value))}>
          {PDF_ZOOMS.map((each) => <option key={each} value={each}>{percent.format(each)}</option>)}
        </select>
        <Button type="button" look="quiet" disabled={zoom === PDF_ZOOMS.at(-1)} aria-label={words.larger} title={words.larger} onClick={() => zoomTo(nextZoom(zoom, 1))}>+</Button>
      </span>
    </div>
  )
}
