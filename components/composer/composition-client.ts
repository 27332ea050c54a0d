import type { Composition, CompositionAttachment } from '#lib/mail/composition.ts'
import type { FailureBody } from '#lib/mail/gateway-error.ts'
import type { SaveAnswer } from './saving/autosave.ts'
import type { TypedText } from './saving/local-copy.ts'

/** What the gateway answers to a post that went well. */
export interface PostAnswer {
  readonly composition?: Composition
  readonly usableSize?: number
  /** Of a file that has become a link. */
  readonly linked?: true
}

export type AttachAnswer =
  | { readonly kind: 'attached'; readonly attachments: readonly CompositionAttachment[]; readonly usableSize: number }
  /** It is there as a link of that id. */
  | { readonly kind: 'linked'; readonly id: string }
  /** Nobody answered. */
  | { readonly kind: 'offline' }
  | { readonly kind: 'session-ended' }
  | { readonly kind: 'refused'; readonly sentence: string; readonly isTooLarge?: boolean }

type Failure = FailureBody & { readonly kept?: string }

/** Saves what is typed by the handler that the form posts to. */
export async function saveText(url: string, revision: number, fields: TypedText, pageOf: (id: string) => string): Promise<SaveAnswer> {
  const answer = await postJson(url, { ...fields, intent: 'save', revision })
  if (answer === undefined) return { kind: 'offline' }
  if ('failure' in answer) return failedSave(answer, pageOf)
  return { kind: 'saved', revision: answer.composition?.revision ?? revision }
}

function failedSave({ failure, sentence, kept }: Failure, pageOf: (id: string) => string): SaveAnswer {
  if (failure === 'not-signed-in') return { kind: 'session-ended' }
  if (failure === 'conflict' && kept !== undefined) return { kind: 'conflict', kept: pageOf(kept) }
  // The gateway itself stumbled: what it will say in a few seconds may be different.
  if (failure === 'internal') return { kind: 'offline' }
  return { kind: 'refused', sentence }
}

/** Takes an attachment off. */
export async function removeAttachment(url: string, attachment: string): Promise<AttachAnswer> {
  return attachAnswer(await postJson(url, { intent: 'remove-attachment', attachment }))
}

/** Uploads a picture that stands in the HTML, in one piece; `progress` hears the share that has left, 0 to 1. Only XMLHttpRequest tells it. */
export function uploadPicture(url: string, file: File, progress: (share: number) => void, signal: AbortSignal): Promise<AttachAnswer> {
  return new Promise((resolve) => {
    const form = new FormData()
    // Fields stand before the file: the gateway reads the form as a stream.
    form.append('intent', 'attach')
    form.append('inline', '1')
    form.append('files', file, file.name || 'image.png')
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('X-Postern', '1')
    request.setRequestHeader('Accept', 'application/json')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total)
    request.onloadend = () => resolve(attachAnswer((request.response as PostAnswer | Failure | null) ?? undefined))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}

/** An answer to a post that attaches or removes. */
export function attachAnswer(answer: PostAnswer | Failure | undefined): AttachAnswer {
  if (answer === undefined) return { kind: 'offline' }
  if ('failure' in answer) return answer.failure === 'not-signed-in' ? { kind: 'session-ended' } : { kind: 'refused', sentence: answer.sentence, ...(answer.failure === 'too-large' && { isTooLarge: true }) }
  return { kind: 'attached', attachments: answer.composition?.attachments ?? [], usableSize: answer.usableSize ?? 0 }
}

/** Posts JSON; undefined where there is no connection, or an answer that is not the gateway's. */
export async function postJson(url: string, value: object): Promise<PostAnswer | Failure | undefined> {
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(value), headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-Postern': '1' }, cache: 'no-store' })
    return (await response.json()) as PostAnswer | Failure
  } catch {
    return undefined // no connection, or an answer that is not the gateway's
  }
}
