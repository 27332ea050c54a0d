import { ADMIN_SECTIONS, type AdminSection } from '#lib/api/admin/admin-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './admin.module.css'

/** The address of one of the administrator's pages. */
export const adminUrl = (urls: Urls, section: AdminSection): string => urls.admin(section === 'overview' ? '' : section)

/** The way through the administrator's pages. */
export function AdminNav({ current, urls, words }: { current: AdminSection; urls: Urls; words: PageWords }) {
  return (
    <nav className={styles.nav} aria-label={words.admin.title}>
      <ul>
        {ADMIN_SECTIONS.map((section) => (
          <li key={section}><a href={adminUrl(urls, section)} aria-current={section === current ? 'page' : undefined}>{words.admin.sections[section]}</a></li>
        ))}
      </ul>
    </nav>
  )
}
