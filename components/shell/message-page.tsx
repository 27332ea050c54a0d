import { Logo } from '../ui/icon.tsx'

/** A page that has only one thing to say. Its style is in base.css: every page knows of it, so a sheet of its own would be fetched by all. */
export function MessagePage({ title, hint, link, linkText }: { title: string; hint: string; link: string; linkText: string }) {
  return (
    <main id="content" className="message-page">
      <Logo />
      <h1>{title}</h1>
      <p>{hint}</p>
      <p><a href={link}>{linkText}</a></p>
    </main>
  )
}
