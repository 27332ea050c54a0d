import { useEffect, useRef, useState, type RefObject } from 'react'
import type { FilterAnswer, FilterMistake } from '#lib/api/filter-shapes.ts'
import type { FailureBody } from '#lib/mail/gateway-error.ts'
import { tellDeleteForm } from './delete-form.ts'
import { selectLine } from './select-line.ts'

interface Opened {
  readonly action: string
  readonly name: string
  readonly text: string
  readonly revision: string
  readonly mistake: FilterMistake | undefined
  /** Whether saving leads to another page: what is saved is not what was opened. */
  readonly savesElsewhere: boolean
  /** What is said when the gateway does not answer. */
  readonly unsent: string
}

interface FilterFormState {
  readonly form: RefObject<HTMLFormElement | null>
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly revision: string
  readonly mistake: FilterMistake | undefined
  /** The text that the mistake is in. */
  readonly judged: string
  readonly said: { readonly kind: 'success' | 'problem'; readonly sentence: string } | undefined
  readonly isPosting: boolean
  readonly noteTyping: () => void
  readonly submit: (event: React.SubmitEvent<HTMLFormElement>) => Promise<void>
}

/** Saves and checks a filter in its place, and puts the cursor where the server finds a mistake. What needs another page is posted as without scripts. */
export function useFilterForm({ action, name, text, revision: opened, mistake: first, savesElsewhere, unsent }: Opened): FilterFormState {
  const area = useRef<HTMLTextAreaElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const isChanged = useRef(false)
  const [revision, setRevision] = useState(opened)
  const [mistake, setMistake] = useState(first)
  const [judged, setJudged] = useState(text)
  const [said, setSaid] = useState<FilterFormState['said']>()
  const [isPosting, setPosting] = useState(false)

  useEffect(() => {
    if (mistake?.line !== undefined && area.current) selectLine(area.current, mistake.line)
  }, [mistake])
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (isChanged.current) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [])

  const postAsPage = (intent: string): void => {
    isChanged.current = false
    form.current?.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'intent', value: intent }))
    form.current?.submit()
  }

  const hear = (intent: string, typed: string, answer: Answer | undefined): void => {
    setMistake(undefined)
    if (answer === undefined) setSaid({ kind: 'problem', sentence: unsent })
    else if (!('failure' in answer)) {
      setSaid({ kind: 'success', sentence: answer.sentence })
      if (intent !== 'save') return
      setRevision(answer.revision)
      tellDeleteForm(answer.revision)
      // Whatever was typed while the answer was on its way is not saved.
      isChanged.current = area.current?.value !== typed
    } else if ('answer' in answer) {
      setSaid(undefined)
      setJudged(typed)
      setMistake(answer)
    } else if (answer.failure === 'conflict' || answer.failure === 'not-signed-in') postAsPage(intent)
    else setSaid({ kind: 'problem', sentence: answer.sentence })
  }

  const submit = async (event: React.SubmitEvent<HTMLFormElement>): Promise<void> => {
    const intent = (event.nativeEvent.submitter as HTMLButtonElement | null)?.value ?? 'save'
    if (intent === 'save' && savesElsewhere) {
      isChanged.current = false
      return
    }
    event.preventDefault()
    if (isPosting) return
    setPosting(true)
    const typed = area.current?.value ?? ''
    const answer = await post(action, { intent, name, text: typed, revision })
    setPosting(false)
    hear(intent, typed, answer)
  }

  const noteTyping = (): void => {
    isChanged.current = true
  }
  return { form, area, revision, mistake, judged, said, isPosting, noteTyping, submit }
}

type Answer = FilterAnswer | FailureBody | (FailureBody & FilterMistake)

/** What the gateway answers; undefined where it could not be reached. */
async function post(url: string, value: Readonly<Record<string, string>>): Promise<Answer | undefined> {
  try {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(value), headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-Postern': '1' }, cache: 'no-store' })
    return (await response.json()) as Answer
  } catch {
    return undefined // said on the page
  }
}
