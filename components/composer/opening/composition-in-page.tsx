'use client'
import { memo, useMemo, useState } from 'react'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { useSite } from '../../mail-screen/site.ts'
import { whoseSite } from '../../shell/whose-site.ts'
import { useWords } from '../../words/words-context.ts'
import { Composer } from '../composer.tsx'
import { FieldScope } from '../fields/line.tsx'
import { CompositionMain } from './composition-main.tsx'
import { soleName } from '../fields/sole-name.ts'
import { copyTargets } from './copy-targets.ts'
import type { OpenedComposition } from './opened-composition.ts'

export interface CompositionInPageProps {
  readonly opened: OpenedComposition
  readonly mailboxes: readonly MailboxSummary[]
  readonly isShown: boolean
  /** Put aside and saved. */
  readonly kept: (id: string) => void
  /** Put aside and not saved, and why. */
  readonly unsaved: (id: string, sentence: string) => void
}

/** What the page of a composition has beside its mailboxes, in a page that is there already. */
export const CompositionInPage = memo(function CompositionInPage({ opened, mailboxes, isShown, kept, unsaved }: CompositionInPageProps) {
  const words = useWords()
  const site = useSite()
  const { composition, usableSize, form, choosesCopy, templateWords, spelling } = opened
  const { id } = composition
  const [copies] = useState(() => (choosesCopy ? copyTargets(words, mailboxes) : undefined))
  const aside = useMemo(() => ({ isShown, kept: () => kept(id), unsaved: (sentence: string) => unsaved(id, sentence) }), [id, isShown, kept, unsaved])
  const title = words.compose.titles[composition.kind]
  return (
    <FieldScope value={`compose-${id}`}>
      {isShown && <title>{words.pageTitle({ page: title, site: whoseSite(site.title, site.whose) })}</title>}
      <CompositionMain title={title} from={soleName(form.identities)} saying={undefined} isHidden={!isShown}>
        <Composer
          {...form}
          base={site.base}
          token={site.token}
          composition={composition}
          typed={undefined}
          usableSize={usableSize}
          copies={copies}
          faulty={undefined}
          hints={[]}
          templates={{ name: composition.subject, words: templateWords }}
          spelling={spelling && { ...spelling, panel: null }}
          aside={aside}
        />
      </CompositionMain>
    </FieldScope>
  )
})
