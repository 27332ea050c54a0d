/*
 * What the page of a PDF and the frame that draws it say to each other. The frame's origin is nobody's, and whatever a PDF made of it speaks
 * there: its words are read as a stranger's.
 */

/** Why a PDF is not drawn. */
const PDF_FAILURES = ['encrypted', 'broken', 'slow', 'tooLarge', 'notFetched'] as const
export type PdfFailure = (typeof PDF_FAILURES)[number]

export type FrameMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'opened'; readonly pages: number; readonly isCut: boolean }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'zoom'; readonly step: 1 | -1 }
  | { readonly kind: 'failed'; readonly reason: PdfFailure }

/** Pages that are shown, which is what a frame may say it has; viewer.js keeps to it. */
export const PDF_PAGES = 2000

/** What a frame said; undefined for anything else. */
export function readFrameMessage(said: unknown): FrameMessage | undefined {
  if (typeof said !== 'object' || said === null || !('kind' in said)) return undefined
  const { kind, pages, isCut, page, step, reason } = said as Readonly<Record<string, unknown>>
  if (kind === 'ready' || kind === 'alive') return { kind }
  if (kind === 'opened' && isPage(pages)) return { kind, pages, isCut: isCut === true }
  if (kind === 'page' && isPage(page)) return { kind, page }
  if (kind === 'zoom' && (step === 1 || step === -1)) return { kind, step }
  if (kind === 'failed') return { kind, reason: PDF_FAILURES.find((each) => each === reason) ?? 'broken' }
  return undefined
}

function isPage(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= PDF_PAGES
}

/** Milliseconds from one question to the next, and how many stay unanswered before nobody is there: a page takes its twenty seconds to draw (viewer.js). */
const PULSE_MS = 5_000
const PULSES_MISSED = 6

/** What the page around a frame does while it is open. */
export interface Pulse {
  /** It has answered. */
  readonly answered: () => void
  readonly end: () => void
}

/**
 * Asks a frame again and again whether it is still there; after six questions without an answer it calls `onLost`, once, and asks no more. Questions are
 * counted and not time: a page that was asleep has asked nothing meanwhile. `every` calls something at each interval and answers how to end that.
 */
export function takePulse(ask: () => void, onLost: () => void, every: (work: () => void) => () => void = everyFewSeconds): Pulse {
  let unanswered = 0
  const end = every(() => {
    if (unanswered >= PULSES_MISSED) {
      end()
      onLost()
      return
    }
    unanswered += 1
    ask()
  })
  return { answered: () => void (unanswered = 0), end }
}

function everyFewSeconds(work: () => void): () => void {
  const timer = setInterval(work, PULSE_MS)
  return () => clearInterval(timer)
}

/** Thrown with the reason why there is nothing to draw. */
export class PdfProblem extends Error {
  readonly reason: PdfFailure
  constructor(reason: PdfFailure, options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}

/** The octets of a PDF, as they come; no more than `limit` are ever held. Throws PdfProblem 'tooLarge', 'notFetched'. */
export async function fetchPdf(url: string, limit: number, signal: AbortSignal): Promise<ArrayBuffer> {
  const answer = await fetch(url, { signal }).catch((cause: unknown) => {
    throw new PdfProblem('notFetched', { cause })
  })
  // Whoever is signed out meanwhile is led to a page.
  if (!answer.ok || !answer.body || answer.redirected) throw new PdfProblem('notFetched')
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const reader = answer.body.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length
      if (size > limit) throw new PdfProblem('tooLarge')
      pieces.push(next.value)
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined) // it is over either way
    throw cause instanceof PdfProblem ? cause : new PdfProblem('notFetched', { cause })
  }
  return new Blob(pieces).arrayBuffer()
}
