import { useEffect, useRef, useState, useSyncExternalStore, type RefObject } from 'react'
import { fetchPdf, PdfProblem, readFrameMessage, takePulse, type FrameMessage, type PdfFailure, type Pulse } from './pdf-frame.ts'

/** Sizes that a page can be shown in, beside what fits the frame. */
export const PDF_ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const
/** Milliseconds in which the frame has to be there, and the document to be read. */
const OPENING_MS = 30_000

export interface PdfSource {
  /** Where the octets are. */
  readonly contentUrl: string
  /** Octets beyond which it is not drawn. */
  readonly limit: number
  /** What the frame says about itself and its pages. */
  readonly introduction: { readonly language: string; readonly title: string; readonly words: { readonly page: string; readonly failed: string } }
}

export interface ShownPdf {
  /** Undefined until a script has run. */
  readonly state: 'loading' | 'open' | PdfFailure | undefined
  readonly pages: number
  readonly isCut: boolean
  readonly page: number
  readonly zoom: number
  readonly frame: RefObject<HTMLIFrameElement | null>
  turnTo(page: number): void
  zoomTo(zoom: number): void
}

const nothingChanges = () => () => undefined

/** A PDF on its way into the frame that draws it, and what that frame shows of it. */
export function usePdf({ contentUrl, limit, introduction }: PdfSource): ShownPdf {
  const frame = useRef<HTMLIFrameElement>(null)
  const hasScripts = useSyncExternalStore(nothingChanges, () => true, () => false)
  const [state, setState] = useState<'loading' | 'open' | PdfFailure>('loading')
  const [{ pages, isCut }, setOpened] = useState({ pages: 0, isCut: false })
  const [page, setPage] = useState(1)
  const [zoom, setZoom] = useState(1)
  const said = useRef(introduction)
  const send = (message: object, transfer: Transferable[] = []): void => frame.current?.contentWindow?.postMessage(message, '*', transfer)

  useEffect(() => {
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let pulse: Pulse | undefined
    const fail = (error: unknown): void => {
      if (ended.signal.aborted) return
      ended.abort()
      clearTimeout(timer)
      pulse?.end()
      setState(error instanceof PdfProblem ? error.reason : 'broken')
    }
    const limitTime = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => fail(new PdfProblem('slow')), OPENING_MS)
    }
    const octets = fetchPdf(contentUrl, limit, ended.signal)
    octets.catch(fail)
    const hear = (message: FrameMessage): void => {
      if (message.kind === 'ready') {
        clearTimeout(timer)
        octets.then((content) => {
          limitTime()
          send({ kind: 'open', octets: content, scheme: document.documentElement.dataset.scheme ?? 'auto', ...said.current }, [content])
        }).catch(fail)
      }
      if (message.kind === 'opened') {
        clearTimeout(timer)
        setOpened(message)
        setState('open')
        pulse ??= takePulse(() => send({ kind: 'pulse' }), () => fail(new PdfProblem('slow')))
      }
      // Whatever it says, it is there.
      pulse?.answered()
      if (message.kind === 'page') setPage(message.page)
      if (message.kind === 'zoom') setZoom((before) => nextZoom(before, message.step))
      if (message.kind === 'failed') fail(new PdfProblem(message.reason))
    }
    addEventListener('message', ({ source, data }) => {
      const message = frame.current && source === frame.current.contentWindow ? readFrameMessage(data) : undefined
      if (message) hear(message)
    }, { signal: ended.signal })
    limitTime()
    return () => {
      ended.abort()
      clearTimeout(timer)
      pulse?.end()
    }
  }, [contentUrl, limit])

  useEffect(() => send({ kind: 'zoom', zoom }), [zoom])
  return { state: hasScripts ? state : undefined, pages, isCut, page, zoom, frame, turnTo: (wanted) => send({ kind: 'page', page: wanted }), zoomTo: setZoom }
}

/** The next size in that direction; the same at the end. */
export function nextZoom(zoom: number, step: 1 | -1): number {
  const at = PDF_ZOOMS.findIndex((each) => each >= zoom)
  return PDF_ZOOMS[Math.min(PDF_ZOOMS.length - 1, Math.max(0, at + step))] ?? zoom
}
