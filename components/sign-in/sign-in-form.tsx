import type { PageWords } from '#lib/i18n/words.ts'
import type { AccountsHere } from '#lib/mail/sites/accounts-here.ts'
import type { KeptAccount } from '#lib/mail/sites/kept-account.ts'
import { LanguageForm, type LanguageFormProps } from './language-form.tsx'
import { SiteNotice, SiteText } from '../shell/site-notice.tsx'
import { Alert } from '../ui/alert.tsx'
import { MailAhead } from './mail-ahead.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { Logo } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './sign-in-form.module.css'

export interface SignInProps {
  readonly words: PageWords
  readonly languages: Pick<LanguageFormProps, 'action' | 'current' | 'offered'>
  readonly action: string
  /** The path of this page, for when it fails. */
  readonly returnPath: string
  readonly token: string
  /** Where to go afterwards; '' for the Inbox. */
  readonly next: string
  readonly failed: { readonly failure: string; readonly sentence: string; readonly hint: string; readonly requestId: string; readonly fields: Readonly<Record<string, readonly string[]>> } | undefined
  /** An account that the person keeps: what of it is filled in already. */
  readonly kept: KeptAccount | undefined
  /** Who is signed in in this browser, at other seats or this one. */
  readonly signedIn: AccountsHere['signedIn']
  readonly notice: string | undefined
  readonly freeChoice: boolean
  /** Whether to ask if others use this computer; `always` where they do. */
  readonly publicComputer: 'ask' | 'always' | 'never'
  /** Undefined where there is no help. */
  readonly helpUrl: string | undefined
  /** What the site calls itself, says to whoever comes, and says today; both in Markdown. */
  readonly site: string
  readonly text: string
  readonly motd: string
  /** What the theme says above and below, in Markdown, and where its help is. */
  readonly header: string
  readonly footer: string
  readonly link: { readonly title: string; readonly url: string } | undefined
}

/** The way in. What was typed stays after a failure, except the password. */
export function SignInForm({ words, languages, action, returnPath, token, next, failed, kept, signedIn, notice, freeChoice, publicComputer, helpUrl, site, text, motd, header, footer, link }: SignInProps) {
  const known: Readonly<Record<string, string>> = kept === undefined ? {} : { user: kept.user, host: kept.host, port: kept.port, security: kept.security }
  const typed = (name: string): string => failed?.fields[name]?.[0] ?? known[name] ?? ''
  const namedServer = typed('host') !== ''
  // A form of another page may have brought us here: its fields are not for this one.
  const isOurs = failed !== undefined && failed.failure !== 'not-signed-in'
  return (
    <main id="content" className={styles.page}>
      <MailAhead />
      <div className={styles.card}>
        <h1 className={styles.title}><Logo /> {site}</h1>
        <SiteText text={header} />
        <SiteText text={text} />
        <SiteNotice texts={[motd]} words={words} />
        {failed && <Alert kind={isOurs ? 'problem' : 'notice'} hint={failed.hint}>{failed.sentence}</Alert>}
        {!failed && notice && <Alert kind="notice">{notice}</Alert>}
        <PostForm action={action} className={styles.form} aria-label={words.signIn.title} token={token}>
          <input type="hidden" name="return" value={returnPath} />
          <input type="hidden" name="next" value={next} />
          <TextField label={words.signIn.user} name="user" id="user" defaultValue={typed('user')} autoComplete={publicComputer === 'always' ? 'off' : 'username'} autoCapitalize="none" spellCheck={false} required autoFocus={typed('user') === ''} />
          <TextField label={words.signIn.password} name="password" id="password" type="password" autoComplete={publicComputer === 'always' ? 'off' : 'current-password'} required autoFocus={typed('user') !== ''} />
          {freeChoice && (
            <details className={styles.server} open={namedServer}>
              <summary>{words.signIn.otherServer}</summary>
              <div className={styles.serverFields}>
                <p>{words.signIn.otherServerHint}</p>
                <TextField label={words.signIn.host} hint={words.signIn.hostHint} name="host" id="host" defaultValue={typed('host')} autoComplete="off" autoCapitalize="none" spellCheck={false} inputMode="url" />
                <div className={styles.pair}>
                  <SelectField label={words.signIn.security} name="security" id="security" defaultValue={typed('security') || 'tls'}>
                    <option value="tls">{words.signIn.securityTls}</option>
                    <option value="starttls">{words.signIn.securityStarttls}</option>
                    <option value="none">{words.signIn.securityNone}</option>
                  </SelectField>
                  <TextField label={words.signIn.port} name="port" id="port" defaultValue={typed('port')} inputMode="numeric" pattern="[0-9]*" placeholder="993" />
                </div>
              </div>
            </details>
          )}
          {publicComputer === 'ask' && (
            <div className={styles.publicComputer}>
              <label><input type="checkbox" name="public" value="1" defaultChecked={typed('public') !== ''} aria-describedby="public-hint" />{' '}<span>{words.signIn.publicComputer}</span></label>
              <p id="public-hint">{words.signIn.publicComputerHint}</p>
            </div>
          )}
          <Button look="primary">{words.signIn.submit}</Button>
        </PostForm>
        {signedIn.length > 0 && (
          <nav className={styles.signedIn} aria-labelledby="signed-in-here">
            <h2 id="signed-in-here">{words.signIn.signedInHere}</h2>
            <ul>{signedIn.map(({ address, url }) => <li key={url}><a href={url}><bdi>{address}</bdi></a></li>)}</ul>
          </nav>
        )}
        <LanguageForm {...languages} words={words} token={token} returnPath={returnPath} />
        {(helpUrl !== undefined || link) && (
          <p className={styles.foot}>
            {helpUrl !== undefined && <a href={helpUrl}>{words.shell.help}</a>}{' '}
            {link && <a href={link.url} rel="noopener noreferrer">{link.title}</a>}
          </p>
        )}
        {footer !== '' && <div className={styles.footer}><SiteText text={footer} /></div>}
      </div>
    </main>
  )
}
