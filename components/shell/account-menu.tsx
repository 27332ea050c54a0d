import type { AccountsHere } from '#lib/mail/sites/accounts-here.ts'
import { forgetCopies } from '../live/forget-copies.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { useWords } from '../words/words-context.ts'
import styles from './account-menu.module.css'

/**
 * Whose mail this is, the way to the other accounts of this browser, and the way out. Accessible names, a contract: navigation
 * "Accounts"; links ADDRESS, "Sign in: TITLE", "Add an account", "Manage accounts"; buttons "Sign out", "Sign out of all accounts".
 */
export function AccountMenu() {
  const words = useWords()
  const { urls, base, token, address, accounts } = useSite()
  const name = <><span className="for-screen-readers">{words.shell.signedInAs({ user: '' })}</span><bdi>{address}</bdi></>
  return (
    <div className={styles.account}>
      {accounts === undefined ? <span className={styles.name} title={address}>{name}</span> : (
        <details className={styles.menu}>
          <summary title={address}><span className={styles.name}>{name}</span> <Icon name="up" /></summary>
          <Accounts {...accounts} />
        </details>
      )}{' '}
      <PostForm action={urls.api.signOut()} onSubmit={() => forgetCopies(base)} token={token}>
        <Button look="quiet" icon="sign-out" iconOnly small>{words.shell.signOut}</Button>
      </PostForm>
    </div>
  )
}

function Accounts({ signedIn, kept, addUrl, keepUrl }: AccountsHere) {
  const words = useWords().accounts
  const { urls, token } = useSite()
  return (
    <nav aria-label={words.title}>
      <ul>
        {signedIn.map(({ address, url, isCurrent }) => (
          <li key={url}>
            <a href={url} aria-current={isCurrent ? 'true' : undefined} title={address}><bdi>{address}</bdi></a>
            {isCurrent && <>{' '}<small>{words.thisOne}</small></>}
          </li>
        ))}
        {kept.map(({ title, url }) => <li key={url}><a href={url}>{words.signInTo({ title })}</a></li>)}
        {addUrl !== undefined && <li><a href={addUrl}>{words.add}</a></li>}
        {keepUrl !== undefined && <li><a href={keepUrl}>{words.manage}</a></li>}
      </ul>
      {signedIn.length > 1 && (
        <PostForm action={urls.api.signOut()} token={token}>
          <Button look="quiet" small icon="sign-out" name="accounts" value="all">{words.signOutAll}</Button>
        </PostForm>
      )}
    </nav>
  )
}
