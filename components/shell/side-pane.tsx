import { useWords } from '../words/words-context.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import { MailboxTree } from '../mailbox-tree/mailbox-tree.tsx'
import { useSite, type Site } from '../mail-screen/site.ts'
import { Icon, Logo } from '../ui/icon.tsx'
import { AccountMenu } from './account-menu.tsx'
import { NewMessage } from './new-message.tsx'
import styles from './side-pane.module.css'

/**
 * Beside everything: a new message, the mailboxes, and the rest of the site. On a phone it lies over the page when the
 * address says #mailboxes, which needs no script.
 */
export function SidePane({ mailboxes, current, shows }: { mailboxes: readonly MailboxSummary[]; current: string | undefined; shows: keyof Site['help'] }) {
  const words = useWords()
  const { urls, isTextBrowser, title, modules, help, links, administration } = useSite()
  return (
    <header className={styles.side} id="mailboxes">
      {/* What a message says ends here, where no style can show it. */}
      {isTextBrowser && <hr />}
      <div className={styles.brand}>
        <a href={urls.home()}><Logo /> {title}</a>
        {!isTextBrowser && <a href="#content" className={styles.close} title={words.mailboxes.close}><Icon name="close" /><span className="for-screen-readers">{words.mailboxes.close}</span></a>}
      </div>
      <NewMessage className={styles.compose} />
      <nav className={styles.tree} aria-label={words.mailboxes.title}>
        <MailboxTree mailboxes={mailboxes} current={current} urls={urls} />
      </nav>
      {links.length > 0 && (
        <nav className={styles.links} aria-label={words.shell.links}>
          <h2>{words.shell.links}</h2>
          <ul>{links.map(({ title: name, url }, at) => <li key={at}><a href={url} rel="noopener noreferrer"><bdi>{name || url}</bdi></a></li>)}</ul>
        </nav>
      )}
      <div className={styles.foot}>
        <ul>
          {modules.contacts && <li><a href={urls.addressBooks()}>{words.shell.addressBook}</a></li>}
          {modules.directory && <li><a href={urls.directory()}>{words.shell.directory}</a></li>}
          <li><a href={urls.reminders()}>{words.shell.reminders}</a></li>
          {modules.filters && <li><a href={urls.filters()}>{words.shell.filters}</a></li>}
          {modules.settings && <li><a href={urls.settings()}>{words.shell.settings}</a></li>}
          {modules.manage && <li><a href={urls.mailboxes()}>{words.shell.manage}</a></li>}
          {help[shows] && <li><a href={help[shows]}>{words.shell.help}</a></li>}
          {administration && <li><a href={urls.admin()}>{administration}</a></li>}
          <li><a href={urls.about()}>{words.shell.about}</a></li>
        </ul>
        <AccountMenu />
      </div>
    </header>
  )
}
