import { attachAnswer, postJson, type AttachAnswer, type PostAnswer } from '../composition-client.ts'
import { SIGNED_IN } from '../saving/signed-in.ts'
import type { FailureBody } from '#lib/mail/gateway-error.ts'

/** How a file is sent; injected, so that a test needs no browser. */
export interface UploadMeans {
  /** Announces the file; answers where it goes on. */
  begin(file: AnnouncedFile): Promise<PieceAnswer | undefined>
  /** Sends a piece; `tell` hears how many of its octets have left. */
  send(place: { readonly id: string; readonly offset: number }, piece: Blob, tell: (octets: number) => void, signal: AbortSignal): Promise<PieceAnswer | undefined>
  cancel(id: string): Promise<void>
  /** Resolves after so many milliseconds, or as soon as the browser is connected again. */
  pause(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Resolves once somebody has signed in again on this page. */
  signedIn(signal: AbortSignal): Promise<void>
}

export interface AnnouncedFile {
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly modified: number
}

export type PieceAnswer = (PostAnswer & { readonly id: string; readonly received: number }) | FailureBody

/** What an upload says while it runs. */
export interface UploadTale {
  /** The share that is there, 0 to 1. */
  progress(share: number): void
  /** There is no connection; it goes on by itself. */
  waiting(): void
  /** The session has ended; it goes on by itself once there is another one. */
  sessionEnded(): void
}

/** Octets of a piece: what a break may cost at most. */
export const PIECE = 4 * 1024 * 1024
const PAUSES = [1_000, 2_000, 5_000, 10_000]

/** Uploads one file in pieces and goes on after every break, until it is there, refused or given up: then the answer is undefined. */
export async function uploadFile(file: File, means: UploadMeans, tale: UploadTale, signal: AbortSignal): Promise<AttachAnswer | undefined> {
  const announced = { name: file.name || 'image.png', mediaType: file.type || 'application/octet-stream', size: file.size, modified: file.lastModified }
  let begun: string | undefined
  for (let failed = 0; !signal.aborted; ) {
    // Each round asks where to go on: only what the gateway says is there is there.
    let answer = await means.begin(announced)
    while (answer !== undefined && !('failure' in answer) && answer.composition === undefined && answer.linked === undefined && !signal.aborted) {
      const { id, received } = answer
      begun = id
      failed = 0
      tale.progress(received / file.size)
      answer = await means.send({ id, offset: received }, file.slice(received, received + PIECE), (octets) => tale.progress((received + octets) / file.size), signal)
    }
    if (signal.aborted) break
    if (answer !== undefined && 'failure' in answer && answer.failure === 'not-signed-in') {
      tale.sessionEnded()
      await means.signedIn(signal)
      continue
    }
    if (answer !== undefined && 'linked' in answer && answer.linked) return { kind: 'linked', id: answer.id }
    if (answer !== undefined && !mayGoOn(answer)) return attachAnswer(answer)
    tale.waiting()
    await means.pause(PAUSES[Math.min(failed++, PAUSES.length - 1)] ?? 0, signal)
  }
  if (begun !== undefined) await means.cancel(begun)
  return undefined
}

/** A gateway that stumbles, another piece that is still arriving, a piece that was damaged: the next round will tell. */
function mayGoOn(answer: PieceAnswer): boolean {
  return 'failure' in answer && (answer.failure === 'internal' || answer.failure === 'conflict' || answer.failure === 'no-such-part')
}

/** The means of a browser, for a file that is to be attached, or to become a link. */
export function browserMeans(urls: { readonly uploads: string; upload(id: string): string }, asLink: boolean): UploadMeans {
  return {
    begin: async (file) => (await postJson(urls.uploads, { ...file, asLink })) as PieceAnswer | undefined,
    send: async ({ id, offset }, piece, tell, signal) => send(urls.upload(id), { offset, piece, checksum: await checksumOf(piece) }, tell, signal),
    cancel: async (id) => void (await fetch(urls.upload(id), { method: 'POST', headers: { 'X-Postern': '1', 'Upload-Cancel': '1' } }).catch(() => undefined)),
    signedIn: (signal) => new Promise((resolve) => {
      const once = { once: true, signal }
      window.addEventListener(SIGNED_IN, () => resolve(), once)
      signal.addEventListener('abort', () => resolve(), { once: true })
    }),
    pause: (milliseconds, signal) => new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds)
      function done(): void {
        clearTimeout(timer)
        window.removeEventListener('online', done)
        resolve()
      }
      window.addEventListener('online', done)
      signal.addEventListener('abort', done, { once: true })
    }),
  }
}

/** Where the browser can make one: not on pages without TLS. */
async function checksumOf(piece: Blob): Promise<string | undefined> {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto }
  if (!subtle) return undefined
  const digest = new Uint8Array(await subtle.digest('SHA-256', await piece.arrayBuffer()))
  return `sha256 ${btoa(String.fromCharCode(...digest))}`
}

/** Only XMLHttpRequest tells how much has left. */
function send(url: string, { offset, piece, checksum }: { readonly offset: number; readonly piece: Blob; readonly checksum: string | undefined }, tell: (octets: number) => void, signal: AbortSignal): Promise<PieceAnswer | undefined> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    const headers = { 'X-Postern': '1', Accept: 'application/json', 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset), ...(checksum === undefined ? {} : { 'Upload-Checksum': checksum }) }
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded }) => tell(loaded)
    request.onloadend = () => resolve((request.response as PieceAnswer | null) ?? undefined)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(piece)
  })
}
