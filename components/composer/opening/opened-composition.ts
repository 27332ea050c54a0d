import type { PageWords } from '#lib/i18n/words.ts'
import type { Composition } from '#lib/mail/composition.ts'
import type { SpellingView } from '#lib/mail/writing/spelling/unknown-word.ts'
import type { ComposerProps } from '../composer.tsx'

/** What is the same in the forms of all compositions of one writer. */
export type ComposerForm = Pick<ComposerProps, 'identities' | 'locked' | 'hasHeaderLines' | 'extraWords' | 'editingWords' | 'insertingWords' | 'linking' | 'keepsSent' | 'mayFormat' | 'signIn'>

/** A composition with everything that its form is made of, for a page that shows the form without being loaded again. */
export interface OpenedComposition {
  readonly composition: Composition
  /** Octets of attachments that still fit, base64 counted. */
  readonly usableSize: number
  readonly form: ComposerForm
  /** Whether its writer may say where the copy is kept. */
  readonly choosesCopy: boolean
  readonly templateWords: PageWords['templates']['compose']
  /** Undefined where nothing can be checked. */
  readonly spelling: { readonly view: SpellingView; readonly words: PageWords['spelling'] } | undefined
}
