'use client'
import { composeWords as words } from '#lib/i18n/words.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import styles from './composition-page.module.css'

/** Says to whom a link wants a message written, and begins it when asked to. */
export function BeginForm({ fields }: { fields: Readonly<Record<string, string>> }) {
  const { urls, token } = useSite()
  return (
    <form method="post" action={urls.api.compositions()} className={styles.body}>
      {fields.to && <p>{words.beginTo({ recipients: fields.to })} {words.beginHint}</p>}
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="kind" value="new" />
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Button look="primary" icon="compose">{words.begin}</Button>
    </form>
  )
}
