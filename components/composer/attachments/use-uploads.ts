'use client'
import { useEffect, useRef, useState } from 'react'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { useWords } from '../../words/words-context.ts'
import { removeAttachment, uploadPicture, type AttachAnswer } from '../composition-client.ts'
import { SIGNED_IN } from '../saving/signed-in.ts'
import { browserMeans, uploadFile } from './upload-file.ts'

export interface Uploads {
  readonly attachments: readonly CompositionAttachment[]
  readonly usableSize: number
  /** The upload that runs, in words; '' when none does. */
  readonly progress: string
  /** One waits for somebody to sign in again. */
  readonly isSessionEnded: boolean
  /** What went wrong with the last file; '' when nothing did. */
  readonly problem: string
  /** The last file, where it was too large to be attached and may go as a link. */
  readonly refused: File | undefined
  /** The link that a file has become. */
  readonly linked: string
  add(files: Iterable<File>): void
  /** Uploads it to be sent as a link. */
  link(file: File): void
  /** Uploads a picture for the HTML; undefined when it has not arrived. */
  insert(file: File): Promise<CompositionAttachment | undefined>
  remove(attachment: string): void
  /** Gives up the upload that runs and those that wait behind it. */
  cancel(): void
  /** Resolves once no upload runs. */
  settled(): Promise<void>
}

/** Attachments while the page is enhanced: uploaded one after the other as soon as they are chosen, dropped or pasted. */
export function useUploads({ url, ...urls }: { readonly url: string; readonly uploads: string; upload(id: string): string }, { linkable, ...initial }: { readonly attachments: readonly CompositionAttachment[]; readonly usableSize: number; /** Octets of a file that may go as a link; 0 where none may. */ readonly linkable: number }): Uploads {
  const words = useWords().compose
  const [state, setState] = useState({ ...initial, progress: '', problem: '', isSessionEnded: false, linked: '', refused: undefined as File | undefined })
  const queue = useRef<Promise<void>>(Promise.resolve())
  const leaving = useRef(new AbortController())

  useEffect(() => {
    const signedIn = (): void => setState((before) => (before.isSessionEnded ? { ...before, problem: '', isSessionEnded: false } : before))
    window.addEventListener(SIGNED_IN, signedIn)
    return () => window.removeEventListener(SIGNED_IN, signedIn)
  }, [])
  const problem = (answer: Exclude<AttachAnswer, { kind: 'attached' | 'linked' }>, offline: string): string => {
    if (answer.kind === 'offline') return offline
    return answer.kind === 'session-ended' ? words.sessionEnded : answer.sentence
  }
  const hear = (answer: AttachAnswer, offline: string, file?: File): void =>
    setState((before) => {
      if (answer.kind === 'attached') return { ...before, attachments: answer.attachments, usableSize: answer.usableSize, progress: '' }
      if (answer.kind === 'linked') return { ...before, progress: '', linked: answer.id }
      const refused = answer.kind === 'refused' && answer.isTooLarge && file && file.size <= linkable ? file : undefined
      return { ...before, progress: '', problem: problem(answer, offline), refused, isSessionEnded: answer.kind === 'session-ended' }
    })
  const enqueue = (task: () => Promise<AttachAnswer | undefined>, offline: string, file?: File): void => {
    queue.current = queue.current.then(async () => {
      const answer = await task()
      if (answer) hear(answer, offline, file)
      else setState((before) => ({ ...before, progress: '' }))
    })
  }
  const telling = (name: string) => (share: number): void => setState((before) => ({ ...before, progress: words.uploading({ name, percent: Math.floor(share * 100) }), problem: '', refused: undefined, isSessionEnded: false }))
  const upload = (file: File, asLink: boolean) => {
    const { signal } = leaving.current
    return async (): Promise<AttachAnswer | undefined> => {
      const waiting = (): void => setState((before) => ({ ...before, progress: words.uploadWaits({ name: file.name }) }))
      const sessionEnded = (): void => setState((before) => ({ ...before, progress: '', isSessionEnded: true }))
      return signal.aborted ? undefined : uploadFile(file, browserMeans(urls, asLink), { progress: telling(file.name), waiting, sessionEnded }, signal)
    }
  }
  return {
    ...state,
    insert: (file) =>
      new Promise((resolve) => {
        const { signal } = leaving.current
        queue.current = queue.current.then(async () => {
          const answer = await uploadPicture(url, file, telling(file.name), signal)
          hear(answer, words.uploadFailed({ name: file.name }))
          resolve(answer.kind === 'attached' ? answer.attachments.findLast(({ contentId }) => contentId !== undefined) : undefined)
        })
      }),
    add: (files) => [...files].forEach((file) => enqueue(upload(file, false), words.uploadFailed({ name: file.name }), file)),
    link: (file) => enqueue(upload(file, true), words.uploadFailed({ name: file.name })),
    remove: (attachment) => enqueue(() => removeAttachment(url, attachment), words.offline),
    cancel: () => {
      leaving.current.abort()
      leaving.current = new AbortController()
    },
    settled: () => queue.current,
  }
}
