'use client'
import type { PageWords } from '#lib/i18n/words.ts'
import { useSite } from '../../mail-screen/site.ts'
import { Button } from '../../ui/button.tsx'
import styles from '../send-later.module.css'

/** Keeps the message to begin others with. Accessible names: "Template" opens it; field "Template name", button "Save as template", link "Templates". */
export function SaveTemplate({ name, words, isPosting, isOpen }: { name: string; words: PageWords['templates']['compose']; isPosting: boolean; isOpen: boolean }) {
  const { urls } = useSite()
  return (
    <details name="further" className={styles.later} open={isOpen}>
      <summary>{words.open}</summary>
      <div className={styles.when}>
        <label>
          <span>{words.name}</span>{' '}
          <input type="text" name="template" defaultValue={name} maxLength={200} dir="auto" />
        </label>{' '}
        <Button name="intent" value="save-template" aria-disabled={isPosting}>{words.save}</Button>{' '}
        <a href={urls.templates()}>{words.all}</a>
      </div>
    </details>
  )
}
