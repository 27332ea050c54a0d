import type { Urls } from '#lib/api/urls.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'

/** A picture for the home screen; `maskable` ones may be cut to any shape. */
export interface AppIcon {
  readonly src: string
  /** Pixels of each side. */
  readonly size: number
  readonly type: string
  readonly purpose: 'any' | 'maskable'
}

export interface ManifestParts {
  readonly site: Pick<SiteConfig, 'title' | 'app'>
  /** Of the whole site: what is installed opens every account. */
  readonly urls: Urls
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** Names of the shortcuts. */
  readonly words: { readonly compose: string; readonly inbox: string }
  /** What the browser paints around the page; undefined where the theme does not say. */
  readonly color: string | undefined
  readonly icons: readonly AppIcon[]
}

/** What a browser needs to know to install a site as an application (W3C Web Application Manifest, with Share Target, protocol and file handlers). */
export function writeManifest({ site, urls, language, direction, words, color, icons }: ManifestParts): object {
  const home = urls.home()
  return {
    id: home,
    name: site.title,
    short_name: site.title,
    lang: language,
    dir: direction,
    start_url: home,
    scope: home,
    display: site.app.display,
    ...(color === undefined ? {} : { theme_color: color, background_color: color }),
    categories: ['email', 'productivity'],
    icons: icons.map(({ src, size, type, purpose }) => ({ src, sizes: `${size}x${size}`, type, purpose })),
    shortcuts: [
      { name: words.compose, url: urls.compose() },
      { name: words.inbox, url: urls.mailbox('INBOX') },
    ],
    share_target: { action: urls.api.shares(), method: 'POST', enctype: 'multipart/form-data', params: { title: 'title', text: 'text', url: 'url', files: [{ name: 'files', accept: ['*/*'] }] } },
    protocol_handlers: [{ protocol: 'mailto', url: urls.mailtoHandler() }],
    file_handlers: [{ action: urls.messageFile(), accept: { 'message/rfc822': ['.eml'] } }],
    launch_handler: { client_mode: ['auto'] },
  }
}
