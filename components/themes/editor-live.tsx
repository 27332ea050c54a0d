'use client'
import { contrasts, type Contrast, type Scheme } from '#lib/mail/themes/contrast.ts'
import { CONTRASTS, type TokenValues } from '#lib/mail/themes/tokens.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './theme-editor.module.css'
import { ThemePieces, type PieceTexts } from './theme-pieces.tsx'
import { useTypedValues } from './use-typed.ts'

/** What is the same for both: where it is typed, and what it begins with. */
interface Live {
  readonly formId: string
  /** Of the theme that it is based on. */
  readonly base: Readonly<Record<Scheme, TokenValues>>
  readonly initial: TokenValues
  /** What each token is called. */
  readonly names: Readonly<Record<string, string>>
}

const SIDES: readonly Scheme[] = ['light', 'dark']

interface PreviewProps extends Live {
  readonly texts: PieceTexts
  readonly labels: Readonly<Record<Scheme, string>>
  readonly says: { readonly on: string; readonly isStrong: string; readonly isMeasured: string; readonly isWeak: string }
}

/** The pieces as they are typed at this moment, and whether all text on them can be read. */
export function EditorPreview({ formId, base, initial, names, texts, labels, says }: PreviewProps) {
  const typed = useTypedValues(formId, initial)
  const measured = SIDES.flatMap((side) => contrasts({ ...base[side], ...typed }, side))
  const weak = measured.filter(isWeak)
  const isWhole = measured.length === SIDES.length * CONTRASTS.length
  const pairs = [...new Set(weak.map((pair) => pairName(pair, names, says.on)))]
  return (
    <div className={styles.preview}>
      <div className={styles.pictures}>
        {SIDES.map((side) => <ThemePieces key={side} values={{ ...base[side], ...typed }} scheme={side} texts={texts} label={labels[side]} />)}
      </div>
      <p role="status" className={styles.verdict} data-is={pairs.length > 0 ? 'wrong' : isWhole ? 'well' : undefined}>
        <Icon name={pairs.length === 0 && isWhole ? 'check' : 'warning'} />{' '}
        <span>{pairs.length === 0 ? (isWhole ? says.isStrong : says.isMeasured) : `${says.isWeak} ${pairs.join('; ')}.`}</span>
      </p>
    </div>
  )
}

interface TableProps extends Live {
  readonly says: { readonly caption: string; readonly on: string; readonly pair: string; readonly needed: string; readonly tooWeak: string; readonly notMeasured: string; readonly side: Readonly<Record<Scheme, string>> }
}

/** The contrast of every pair of text and surface, in both schemes. */
export function ContrastTable({ formId, base, initial, names, says }: TableProps) {
  const typed = useTypedValues(formId, initial)
  const found = new Map(SIDES.flatMap((side) => contrasts({ ...base[side], ...typed }, side)).map((each) => [`${each.front} ${each.back} ${each.scheme}`, each]))
  return (
    <table className={styles.contrasts}>
      <caption className="for-screen-readers">{says.caption}</caption>
      <thead>
        <tr><th scope="col">{says.pair}</th>{SIDES.map((side) => <th key={side} scope="col">{says.side[side]}</th>)}<th scope="col">{says.needed}</th></tr>
      </thead>
      <tbody>
        {CONTRASTS.map(([front, back, least]) => (
          <tr key={`${front} ${back}`}>
            <th scope="row">{pairName({ front, back }, names, says.on)}</th>
            {SIDES.map((side) => {
              const pair = found.get(`${front} ${back} ${side}`)
              return <td key={side} data-is={pair && isWeak(pair) ? 'wrong' : undefined}>{pair ? `${pair.ratio.toFixed(1)}${isWeak(pair) ? ` ${says.tooWeak}` : ''}` : says.notMeasured}</td>
            })}
            <td>{least}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const isWeak = ({ ratio, least }: Contrast): boolean => ratio < least

function pairName({ front, back }: Pick<Contrast, 'front' | 'back'>, names: Live['names'], on: string): string {
  return `${names[front] ?? front} ${on} ${names[back] ?? back}`
}
