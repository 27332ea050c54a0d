'use client'
import { useRef, useState } from 'react'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { useWords } from '../../words/words-context.ts'
import { removeAttachment, uploadFile, type AttachAnswer } from '../composition-client.ts'

export interface Uploads {
  readonly attachments: readonly CompositionAttachment[]
  readonly usableSize: number
  /** The upload that runs, in words; '' when none does. */
  readonly progress: string
  /** What went wrong with the last file; '' when nothing did. */
  readonly problem: string
  add(files: Iterable<File>): void
  /** Uploads a picture for the HTML; undefined when it has not arrived. */
  insert(file: File): Promise<CompositionAttachment | undefined>
  remove(attachment: string): void
  /** Resolves once no upload runs. */
  settled(): Promise<void>
}

/** Attachments while the page is enhanced: uploaded one after the other as soon as they are chosen, dropped or pasted. */
export function useUploads(url: string, initial: { readonly attachments: readonly CompositionAttachment[]; readonly usableSize: number }): Uploads {
  const words = useWords().compose
  const [state, setState] = useState({ ...initial, progress: '', problem: '' })
  const queue = useRef<Promise<void>>(Promise.resolve())
  const leaving = useRef(new AbortController())

  const problem = (answer: Exclude<AttachAnswer, { kind: 'attached' }>, offline: string): string => {
    if (answer.kind === 'offline') return offline
    return answer.kind === 'session-ended' ? words.sessionEnded : answer.sentence
  }
  const hear = (answer: AttachAnswer, offline: string): void =>
    setState((before) =>
      answer.kind === 'attached'
        ? { ...before, attachments: answer.attachments, usableSize: answer.usableSize, progress: '' }
        : { ...before, progress: '', problem: problem(answer, offline) },
    )
  const enqueue = (task: () => Promise<AttachAnswer>, offline: string): void => {
    queue.current = queue.current.then(async () => hear(await task(), offline))
  }
  const upload = (file: File, isInline = false) => (): Promise<AttachAnswer> => {
    const tell = (share: number): void => setState((before) => ({ ...before, progress: words.uploading({ name: file.name, percent: Math.floor(share * 100) }), problem: '' }))
    tell(0)
    return uploadFile(url, { file, isInline }, tell, leaving.current.signal)
  }
  return {
    ...state,
    insert: (file) =>
      new Promise((resolve) => {
        queue.current = queue.current.then(async () => {
          const answer = await upload(file, true)()
          hear(answer, words.uploadFailed({ name: file.name }))
          resolve(answer.kind === 'attached' ? answer.attachments.findLast(({ contentId }) => contentId !== undefined) : undefined)
        })
      }),
    add: (files) => [...files].forEach((file) => enqueue(upload(file), words.uploadFailed({ name: file.name }))),
    remove: (attachment) => enqueue(() => removeAttachment(url, attachment), words.offline),
    settled: () => queue.current,
  }
}
