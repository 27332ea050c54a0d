'use client'
import { useWords } from '../words/words-context.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './composition-page.module.css'

/** Says to whom a link wants a message written, and begins it when asked to. */
export function BeginForm({ fields }: { fields: Readonly<Record<string, string>> }) {
  const words = useWords().compose
  const { urls, token } = useSite()
  return (
    <PostForm action={urls.api.compositions()} className={styles.body} token={token}>
      {fields.to && <p>{words.beginTo({ recipients: fields.to })} {words.beginHint}</p>}
      <input type="hidden" name="kind" value="new" />
      {Object.entries(fields).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      <Button look="primary" icon="compose">{words.begin}</Button>
    </PostForm>
  )
}
