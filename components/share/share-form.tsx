import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './share.module.css'

interface ShareFormProps {
  readonly share: { readonly title: string; readonly text: string; readonly url: string; readonly files: readonly { readonly name: string }[] }
  readonly action: string
  readonly token: string
  readonly words: { readonly hint: string; readonly files: string; readonly begin: string }
}

/** Shows what a device has handed over, and makes a message of it when asked to. */
export function ShareForm({ share: { title, text, url, files }, action, token, words }: ShareFormProps) {
  return (
    <PostForm action={action} className={styles.form} token={token}>
      <p>{words.hint}</p>
      {title !== '' && <p dir="auto"><strong>{title}</strong></p>}
      {text !== '' && <p dir="auto" className={styles.text}>{text.slice(0, 2000)}</p>}
      {url !== '' && <p dir="auto" className={styles.text}>{url}</p>}
      {files.length > 0 && <><p>{words.files}</p><ul>{files.map(({ name }, at) => <li key={at} dir="auto">{name}</li>)}</ul></>}
      <p><Button look="primary" icon="compose">{words.begin}</Button></p>
    </PostForm>
  )
}
