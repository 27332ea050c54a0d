import { useWords } from '../words/words-context.ts'
import { Button } from '../ui/button.tsx'
import { useSite } from '../mail-screen/site.ts'
import styles from './message-list.module.css'

/** Quick search in the mailbox that is open. */
export function SearchForm({ mailbox, label, search }: { mailbox: string; label: string; search: string }) {
  const words = useWords()
  const { urls } = useSite()
  return (
    <form role="search" method="get" action={urls.mailbox(mailbox)} className={styles.search} data-form="search">
      <label className="for-screen-readers" htmlFor="search">{words.index.searchMessages}</label>{' '}
      <input key={search} id="search" type="search" name="q" defaultValue={search} autoComplete="off" placeholder={words.index.searchPlaceholder({ mailbox: label })} aria-keyshortcuts="/" />{' '}
      <Button look="quiet" icon="search" iconOnly small>{words.index.search}</Button>
    </form>
  )
}
