import type { CSSProperties } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Scheme } from '#lib/mail/themes/contrast.ts'
import type { TokenValues } from '#lib/mail/themes/tokens.ts'
import list from '../message-list/message-list.module.css'
import alert from '../ui/alert.module.css'
import button from '../ui/button.module.css'
import { Icon } from '../ui/icon.tsx'
import styles from './theme-pieces.module.css'

/** What stands on the pieces. */
export interface PieceTexts {
  readonly inbox: string
  readonly sent: string
  readonly subjects: readonly [string, string]
  readonly write: string
  readonly reply: string
  readonly help: string
  readonly notice: string
}

export function pieceTexts({ mailboxes, themes, actions, shell, done }: Pick<PageWords, 'mailboxes' | 'themes' | 'actions' | 'shell' | 'done'>): PieceTexts {
  return {
    inbox: mailboxes.special['\\Inbox'],
    sent: mailboxes.special['\\Sent'],
    subjects: [themes.subject, themes.otherSubject],
    write: shell.newMessage,
    reply: actions.reply,
    help: shell.help,
    notice: done.archive({ count: 1 }),
  }
}

interface PiecesProps {
  readonly values: TokenValues
  readonly scheme: Scheme
  readonly texts: PieceTexts
  /** What the picture shows, for ears. */
  readonly label: string
}

/** Pieces of the screens as they are drawn with these tokens. A picture: nothing in it can be pressed. */
export function ThemePieces({ values, scheme, texts, label }: PiecesProps) {
  return (
    <div role="img" aria-label={label} className={styles.screen} style={{ ...values, colorScheme: scheme } as CSSProperties}>
      <div className={styles.side}>
        <span className={styles.mailbox} data-chosen="">{texts.inbox}</span>{' '}
        <span className={styles.mailbox}>{texts.sent}</span>
      </div>
      <div className={styles.main}>
        <table role="presentation" className={`${list.table} ${styles.rows}`}>
          <tbody>
            <Row person="Ada Byron" subject={texts.subjects[0]} time="12:41" mark="unread" />
            <Row person="Jonas Lind" subject={texts.subjects[1]} time="09:05" mark="open" />
          </tbody>
        </table>
        <div className={styles.actions}>
          <span className={`${button.button} ${button.primary}`}>{texts.write}</span>{' '}
          <span className={button.button}>{texts.reply}</span>{' '}
          <span className={styles.link}>{texts.help}</span>
        </div>
        <div className={`${alert.alert} ${alert.success}`}><Icon name="check" /> <span>{texts.notice}</span></div>
      </div>
    </div>
  )
}

function Row({ person, subject, time, mark }: { person: string; subject: string; time: string; mark: 'unread' | 'open' }) {
  return (
    <tr {...{ [`data-${mark}`]: '' }}>
      <td className={list.person} dir="auto">{person}</td>
      <td className={list.subject} dir="auto">{subject}</td>
      <td className={list.date}>{time}</td>
    </tr>
  )
}
