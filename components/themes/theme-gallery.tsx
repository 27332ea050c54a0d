import type { ReactNode } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Effective } from '#lib/mail/preferences/effective.ts'
import type { Scheme } from '#lib/mail/themes/contrast.ts'
import type { ThemeLook } from '#lib/mail/themes/theme-look.ts'
import { lockSentence } from '../settings/preference-field.tsx'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './theme-gallery.module.css'
import { pieceTexts, ThemePieces } from './theme-pieces.tsx'

export interface ThemeGalleryProps {
  readonly themes: readonly ThemeLook[]
  /** The name of the theme that this page has. */
  readonly inUse: string | undefined
  /** The preference `appearance.theme`, and its version. */
  readonly effective: Pick<Effective, 'lock' | 'from'>
  readonly version: number
  readonly isAvailable: boolean
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** Every theme in small, with a button to use it. Accessible names, a contract: "Use this theme: NAME". */
export function ThemeGallery({ themes, inUse, effective, version, isAvailable, urls, token, words }: ThemeGalleryProps) {
  const mayChoose = effective.lock === undefined && isAvailable
  return (
    <>
      <p>{words.themes.about}</p>
      {effective.lock && <Alert kind="notice">{lockSentence(effective, words)}</Alert>}
      {!effective.lock && !isAvailable && <Alert kind="problem">{words.settings.unavailable}</Alert>}
      {mayChoose && effective.from === 'person' && (
        <Choice urls={urls} token={token} version={version}>
          <Button name="reset" value={PREFERENCE} aria-label={words.settings.resetOf({ name: words.preferences[PREFERENCE].label })}>{words.settings.reset}</Button>
        </Choice>
      )}
      {themes.map((theme) => (
        <section key={theme.name} className={styles.card} aria-label={theme.title}>
          <div className={styles.head}>
            <h2 dir="auto">{theme.title}</h2>{' '}
            {theme.name === inUse && <span className={styles.inUse}><Icon name="check" /> {words.themes.inUse}</span>}
          </div>
          {theme.about !== '' && <p dir="auto">{theme.about}</p>}
          {theme.parent !== undefined && <p className={styles.parent}>{words.themes.basedOn({ name: theme.parent })}</p>}
          <Pictures theme={theme} words={words} />
          {mayChoose && theme.name !== inUse && (
            <Choice urls={urls} token={token} version={version}>
              <Button name={PREFERENCE} value={theme.name} aria-label={words.themes.useOf({ name: theme.title })}>{words.themes.use}</Button>
            </Choice>
          )}
        </section>
      ))}
    </>
  )
}

const PREFERENCE = 'appearance.theme'
const SCHEMES: readonly Scheme[] = ['light', 'dark']

function Pictures({ theme: { title, scheme: made, values }, words }: { theme: ThemeLook; words: PageWords }) {
  const names = words.preferences['appearance.scheme'].options
  const texts = pieceTexts(words)
  return (
    <div className={styles.pictures}>
      {SCHEMES.filter((scheme) => made === 'both' || made === scheme).map((scheme) => (
        <ThemePieces key={scheme} values={values[scheme]} scheme={scheme} texts={texts} label={words.themes.pictured({ name: title, scheme: names[scheme] })} />
      ))}
    </div>
  )
}

/** A form that sets the preference and comes back. */
function Choice({ urls, token, version, children }: { urls: Urls; token: string; version: number; children: ReactNode }) {
  return (
    <PostForm action={urls.api.preferences()} token={token}>
      <input type="hidden" name="return" value={urls.themes()} />
      <input type="hidden" name={`version.${PREFERENCE}`} value={version} />
      {children}
    </PostForm>
  )
}
