import { Logo } from '../ui/icon.tsx'
import styles from './message-page.module.css'

/** A page that has only one thing to say. */
export function MessagePage({ title, hint, link, linkText }: { title: string; hint: string; link: string; linkText: string }) {
  return (
    <main id="content" className={styles.page}>
      <Logo size={36} />
      <h1>{title}</h1>
      <p>{hint}</p>
      <p><a href={link}>{linkText}</a></p>
    </main>
  )
}
