'use client'
import type { FilterMistake } from '#lib/api/filter-shapes.ts'
import { lineAt } from '#lib/mail/filters/script.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { TextAreaField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './filters.module.css'
import { useFilterForm } from './use-filter-form.ts'

export interface FilterFormProps {
  readonly action: string
  /** Where a form that failed comes back to. */
  readonly here: string
  readonly token: string
  readonly name: string
  readonly text: string
  /** Of what is at the server; '' for a filter that is not there. */
  readonly revision: string
  /** Another has changed it: what was typed may be saved under another name. */
  readonly isConflict: boolean
  readonly as: string
  readonly canCheck: boolean
  readonly mistake: FilterMistake | undefined
  readonly words: Readonly<Record<'name' | 'rules' | 'rulesHint' | 'save' | 'check' | 'checkHint' | 'mistake' | 'serverSays' | 'saveAs' | 'saveAsHint' | 'unsent', string>>
}

/** Name and rules of a filter. Without scripts each button loads a page; with them a filter that is there is saved and checked in its place. */
export function FilterForm({ action, here, token, name, text, revision: opened, isConflict, as, canCheck, mistake: first, words }: FilterFormProps) {
  const isNew = opened === ''
  const { form, area, revision, mistake, judged, said, isPosting, noteTyping, submit } = useFilterForm({ action, name, text, revision: opened, mistake: first, savesElsewhere: isNew || isConflict, unsent: words.unsent })
  return (
    <PostForm ref={form} action={action} className={styles.form} onSubmit={(event) => void submit(event)} token={token}>
      <input type="hidden" name="return" value={here} />
      <input type="hidden" name="revision" value={revision} />
      {isNew ? <TextField label={words.name} name="name" id="name" required maxLength={128} autoComplete="off" defaultValue={name} /> : <input type="hidden" name="name" value={name} />}
      {mistake && (
        <div className={styles.mistake}>
          <Alert kind="problem">{words.mistake}</Alert>
          <p>{words.serverSays}</p>
          <pre dir="auto">{mistake.answer}</pre>
        </div>
      )}
      <div className={styles.rules}>
        <TextAreaField
          label={words.rules} hint={words.rulesHint} problem={mistake && mistake.line !== undefined ? `${mistake.where}: ${lineAt(judged, mistake.line)}` : undefined}
          name="text" id="text" rows={18} cols={76} dir="auto" spellCheck={false} autoCapitalize="off" autoCorrect="off" defaultValue={text} ref={area} onChange={noteTyping}
        />
      </div>
      {isConflict && <TextField label={words.saveAs} hint={words.saveAsHint} name="as" id="as" maxLength={128} autoComplete="off" defaultValue={as} />}
      {said && <Alert kind={said.kind}>{said.sentence}</Alert>}
      <p className={styles.buttons}>
        <Button look="primary" name="intent" value="save" aria-disabled={isPosting}>{words.save}</Button>{' '}
        {canCheck && <Button name="intent" value="check" formNoValidate aria-disabled={isPosting}>{words.check}</Button>}
      </p>
      {canCheck && <p className={styles.hint}>{words.checkHint}</p>}
    </PostForm>
  )
}
