import type { PageWords } from '#lib/i18n/words.ts'
import { colorOf, hexOf, type Scheme } from '#lib/mail/themes/contrast.ts'
import { TOKENS, type TokenGroup, type TokenValues } from '#lib/mail/themes/tokens.ts'
import { fieldsOfToken, type TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import { ColorField } from './color-field.tsx'
import styles from './theme-editor.module.css'

interface TokenFieldsProps {
  readonly group: TokenGroup
  readonly typed: TypedTheme
  readonly problems: Readonly<Record<string, string>>
  /** All tokens as they are at the moment. */
  readonly values: Readonly<Record<Scheme, TokenValues>>
  readonly isOpen: boolean
  readonly words: Pick<PageWords, 'themeEditor'>
}

/** The tokens of one group, each with what it is; folded away where nobody looks at it. */
export function TokenFields({ group, typed, problems, values, isOpen, words }: TokenFieldsProps) {
  const tokens = Object.keys(TOKENS).filter((token) => TOKENS[token]?.group === group)
  return (
    <details className={styles.group} open={isOpen || tokens.some((token) => fieldsOfToken(token).some((field) => problems[field] !== undefined))}>
      <summary>{words.themeEditor.groups[group]}</summary>
      {/* Each field says it itself, to whoever does not see columns. */}
      {tokens.some((token) => TOKENS[token]?.kind === 'color') && <div className={`${styles.token} ${styles.heads}`} aria-hidden><span className={styles.values}><span>{words.themeEditor.side.light}</span> <span>{words.themeEditor.side.dark}</span></span></div>}
      {tokens.map((token) => <TokenRow key={token} token={token} typed={typed} problems={problems} values={values} words={words} />)}
    </details>
  )
}

const isNamed = (names: PageWords['themeEditor']['tokens'], token: string): token is keyof PageWords['themeEditor']['tokens'] => token in names

/** What a token or a field of one is called. */
export function fieldName(field: string, { themeEditor: { tokens, side, field: named } }: Pick<PageWords, 'themeEditor'>): string {
  const [token = '', scheme] = field.split('.')
  const name = isNamed(tokens, token) ? tokens[token] : token
  return scheme === 'light' || scheme === 'dark' ? named({ name, side: side[scheme].toLowerCase() }) : name
}

function TokenRow({ token, typed, problems, values, words }: Omit<TokenFieldsProps, 'group' | 'isOpen'> & { token: string }) {
  const fields = fieldsOfToken(token)
  const isColor = fields.length > 1
  const wrong = fields.filter((field) => problems[field] !== undefined)
  return (
    <div className={styles.token}>
      {isColor ? <span className={styles.name}>{fieldName(token, words)}</span> : <label htmlFor={token} className={styles.name}>{fieldName(token, words)}</label>}{' '}
      <code>{token}</code>{' '}
      <span className={styles.values}>
        {fields.map((field, at) => {
          const side: Scheme = at === 0 ? 'light' : 'dark'
          const problemId = problems[field] === undefined ? undefined : `${field}-problem`
          const text = typed[field] ?? ''
          if (!isColor) return <input key={field} id={field} name={field} size={30} defaultValue={text} maxLength={500} spellCheck={false} autoComplete="off" dir="ltr" {...(problemId === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': problemId })} />
          const color = colorOf(token, values[side], side)
          const label = fieldName(field, words)
          return <ColorField key={field} field={field} label={label} paletteLabel={words.themeEditor.asColor({ field: label })} text={text} color={color ? hexOf(color) : '#000000'} problemId={problemId} />
        })}
      </span>
      {wrong.map((field) => <p key={field} id={`${field}-problem`} className={styles.problem}>{words.themeEditor.problem({ field: fieldName(field, words), reason: problems[field] ?? '' })}</p>)}
    </div>
  )
}
