'use client'
import type { PageWords } from '#lib/i18n/words.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { useWords } from '../words/words-context.ts'
import styles from './composition-page.module.css'

interface Refused {
  readonly address: string
  readonly reply: string
  readonly isUncertain?: true
}

export interface PartlySentProps {
  readonly id: string
  readonly revision: number
  readonly partly: { readonly accepted: readonly string[]; readonly waiting: readonly Refused[]; readonly refused: readonly Refused[] }
  /** What stands above those who are asked for again. */
  readonly when: string
  readonly leavingWords: Pick<PageWords['leaving'], 'neverTaken' | 'tryAgain' | 'leaveIt'>
}

/** Who has a message and who has not, each with the server's words. Accessible names, a contract: buttons "Try again now", "Leave it at that". */
export function PartlySent({ id, revision, partly: { accepted, waiting, refused }, when, leavingWords }: PartlySentProps) {
  const words = useWords()
  const { urls, token } = useSite()
  return (
    <div className={styles.body}>
      {accepted.length > 0 && <p role="status">{words.compose.sentTo({ recipients: accepted.join(', ') })}</p>}
      <List title={when} recipients={waiting} />
      <List title={leavingWords.neverTaken} recipients={refused} />
      <PostForm action={urls.api.composition(id)} encType="multipart/form-data" className={styles.links} token={token}>
        <input type="hidden" name="revision" value={revision} />
        {waiting.length > 0 && <><Button look="primary" icon="sent" name="intent" value="send-now">{leavingWords.tryAgain}</Button>{' '}</>}
        <Button name="intent" value="discard">{leavingWords.leaveIt}</Button>{' '}
        <ButtonLink href={urls.home()} look="quiet" icon="inbox">{words.shell.backToMail}</ButtonLink>
      </PostForm>
    </div>
  )
}

function List({ title, recipients }: { title: string; recipients: readonly Refused[] }) {
  const { compose } = useWords()
  if (recipients.length === 0) return null
  return (
    <>
      <p>{title}</p>
      <ul>{recipients.map(({ address, reply, isUncertain }) => <li key={address}><b><bdi>{address}</bdi></b>: <span dir="auto">{isUncertain ? compose.uncertain : reply}</span></li>)}</ul>
    </>
  )
}
