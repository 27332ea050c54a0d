import { useWords } from '../words/words-context.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'

/** The form that begins a composition. */
export function NewMessage({ className, iconOnly = false }: { className: string | undefined; iconOnly?: boolean }) {
  const words = useWords()
  const { urls, token } = useSite()
  return (
    <PostForm action={urls.api.compositions()} data-form="compose" className={className} token={token}>
      <Button look="primary" icon="compose" name="kind" value="new" iconOnly={iconOnly} aria-keyshortcuts="c">{words.shell.newMessage}</Button>
    </PostForm>
  )
}
