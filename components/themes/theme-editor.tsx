import type { Urls } from '#lib/api/urls.ts'
import { reasonSentence } from '#lib/i18n/reasons/reason-sentence.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Scheme } from '#lib/mail/themes/contrast.ts'
import type { FieldProblem } from '#lib/mail/themes/theme-reason.ts'
import { TOKENS, type TokenGroup, type TokenValues } from '#lib/mail/themes/tokens.ts'
import { TYPED_SLOTS, type TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { ContrastTable, EditorPreview } from './editor-live.tsx'
import styles from './theme-editor.module.css'
import { pieceTexts } from './theme-pieces.tsx'
import { fieldName, TokenFields } from './token-fields.tsx'

export interface ThemeEditorProps {
  readonly typed: TypedTheme
  readonly problems: readonly FieldProblem[]
  /** What of the design is right. */
  readonly values: TokenValues
  /** All tokens of the theme that it is based on. */
  readonly base: Readonly<Record<Scheme, TokenValues>>
  readonly themes: readonly { readonly name: string; readonly title: string }[]
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

const FORM = 'theme-editor'
const GROUPS = [...new Set(Object.values(TOKENS).map(({ group }) => group))] satisfies readonly TokenGroup[]

/**
 * A theme as a form, complete without scripts; with them the preview follows each letter. Accessible names, a contract: fields by what
 * their tokens are, "Accent, light" and "Accent, dark" for a colour; buttons "Preview", "Export", "Begin again".
 */
export function ThemeEditor(props: ThemeEditorProps) {
  const { typed, problems, values, base, urls, token, words } = props
  const say = words.themeEditor
  const reasons = Object.fromEntries(problems.map(({ field, reason }) => [field, reasonSentence(words.themeReasons, reason)]))
  const all = { light: { ...base.light, ...values }, dark: { ...base.dark, ...values } }
  const live = { formId: FORM, base, initial: values, names: say.tokens }
  return (
    <>
      <p>{say.about}</p>
      <Begin {...props} />
      {problems.length > 0 && <Alert kind="problem" hint={<Problems {...props} />}>{say.problems}</Alert>}
      <EditorPreview {...live} texts={pieceTexts(words)} labels={{ light: say.example({ side: say.side.light }), dark: say.example({ side: say.side.dark }) }} says={{ on: say.on, isStrong: say.isStrong, isMeasured: say.isMeasured, isWeak: say.isWeak }} />
      <PostForm id={FORM} action={urls.api.themes()} className={styles.form} aria-label={say.title} token={token}>
        <input type="hidden" name="return" value={urls.themeEditor()} />
        {/* Enter in a field shows what was typed. */}
        <button type="submit" name="intent" value="preview" hidden aria-hidden tabIndex={-1}>{say.preview}</button>
        <About {...props} reasons={reasons} />
        <section className={styles.design} aria-label={say.design}>
          <h2>{say.design}</h2>
          <p className={styles.hint}>{say.emptyHint}</p>
          {GROUPS.map((group, at) => <TokenFields key={group} group={group} typed={typed} problems={reasons} values={all} isOpen={at === 0 || group === 'accents'} words={words} />)}
        </section>
        <details className={styles.group} open={TYPED_SLOTS.some((slot) => typed[slot] || reasons[slot])}>
          <summary>{say.texts}</summary>
          <p className={styles.hint}>{say.textsHint}</p>
          {TYPED_SLOTS.map((slot) => <TextAreaField key={slot} id={slot} name={slot} label={say.slots[slot]} problem={reasons[slot]} rows={3} maxLength={16_384} defaultValue={typed[slot] ?? ''} />)}
        </details>
        <div className={styles.buttons}>
          <Button name="intent" value="preview">{say.preview}</Button>{' '}
          <Button name="intent" value="export" look="primary">{say.export}</Button>{' '}
          <span className={styles.hint}>{say.exportHint}</span>
        </div>
      </PostForm>
      <section className={styles.card} aria-label={say.contrast}>
        <h2>{say.contrast}</h2>
        <p className={styles.hint}>{say.contrastHint}</p>
        <ContrastTable {...live} says={{ caption: say.contrast, on: say.on, pair: say.pair, needed: say.needed, tooWeak: say.tooWeak, notMeasured: say.notMeasured, side: say.side }} />
      </section>
    </>
  )
}

function Begin({ typed, themes, urls, words: { themeEditor: say } }: ThemeEditorProps) {
  return (
    <form method="get" action={urls.themeEditor()} className={styles.begin}>
      <SelectField id="from" name="from" label={say.from} defaultValue={typed.parent}>
        {themes.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
      </SelectField>
      <Button>{say.begin}</Button>{' '}
      <span className={styles.hint}>{say.beginHint}</span>
    </form>
  )
}

function Problems({ problems, words }: ThemeEditorProps) {
  const { name: title, folder, aboutTheme, parent, scheme, slots } = words.themeEditor
  const names: Readonly<Record<string, string>> = { name: folder, title, about: aboutTheme, parent, scheme, ...slots }
  return problems.map(({ field, reason: why }, at) => {
    const reason = reasonSentence(words.themeReasons, why)
    return <span key={at} className={styles.line}>{field === '' ? reason : <><a href={`#${field}`}>{names[field] ?? fieldName(field, words)}</a>: {reason}</>}</span>
  })
}

function About({ typed, themes, words: { themeEditor: say }, reasons }: ThemeEditorProps & { reasons: Readonly<Record<string, string>> }) {
  return (
    <div className={styles.about}>
      <TextField id="name" name="name" label={say.folder} hint={say.folderHint} problem={reasons.name} maxLength={64} required spellCheck={false} autoComplete="off" defaultValue={typed.name ?? ''} />
      <TextField id="title" name="title" label={say.name} hint={say.nameHint} problem={reasons.title} maxLength={60} autoComplete="off" defaultValue={typed.title ?? ''} />
      <TextField id="about" name="about" label={say.aboutTheme} problem={reasons.about} maxLength={200} autoComplete="off" defaultValue={typed.about ?? ''} />
      <SelectField id="parent" name="parent" label={say.parent} hint={say.parentHint} problem={reasons.parent} defaultValue={typed.parent ?? ''}>
        <option value="">{say.noParent}</option>
        {themes.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
      </SelectField>
      <SelectField id="scheme" name="scheme" label={say.scheme} problem={reasons.scheme} defaultValue={typed.scheme ?? 'both'}>
        {(['both', 'light', 'dark'] as const).map((scheme) => <option key={scheme} value={scheme}>{say.schemes[scheme]}</option>)}
      </SelectField>
    </div>
  )
}
