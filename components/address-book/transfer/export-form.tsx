import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import styles from '../address-book.module.css'
import { FORMAT_TITLES } from './formats.ts'

/** Writes a book, or all of them, to a file of the format that is chosen. */
export function ExportForm({ action, label, words: { transfer } }: { action: string; label: string; words: PageWords }) {
  return (
    <details className={styles.export}>
      <summary>{label}</summary>
      <form method="get" action={action} className={styles.act}>
        <FormatField id="export-format" words={{ transfer }} />
        <Button icon="download">{transfer.export}</Button>
      </form>
    </details>
  )
}

export function FormatField({ id, words: { transfer } }: { id: string; words: Pick<PageWords, 'transfer'> }) {
  return (
    <SelectField label={transfer.format} hint={transfer.exportHint} name="format" id={id} defaultValue="vcard4">
      {Object.entries(FORMAT_TITLES).map(([name, title]) => <option key={name} value={name}>{title}</option>)}
    </SelectField>
  )
}
