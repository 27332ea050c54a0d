import type { Urls } from '#lib/api/urls.ts'

/** The page's own theme in another version: the old style stays until the new one is there, so that nothing flashes. */
export function wearTheme(urls: Urls, theme: string, version: string): void {
  const worn = [...document.querySelectorAll<HTMLLinkElement>('link[data-theme]')].at(-1)
  const href = urls.theme(theme, 'theme.css', version)
  if (!worn || worn.dataset.theme !== theme || worn.getAttribute('href') === href) return
  const next = worn.cloneNode() as HTMLLinkElement
  next.href = href
  next.addEventListener('load', () => worn.remove())
  next.addEventListener('error', () => next.remove())
  worn.after(next)
}
