import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { CardRow } from '#lib/mail/contacts/book.ts'
import { Button } from '../ui/button.tsx'
import { CheckField, TextAreaField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './address-book.module.css'

interface GroupMembersProps {
  readonly row: CardRow
  readonly members: readonly { readonly value: string; readonly text: string; readonly card: CardRow | undefined }[]
  readonly addresses: number
  readonly missing: number
  readonly isCut: boolean
  readonly isWritable: boolean
  readonly typed: string
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** Who is in a group, and the form that takes people in and out. */
export function GroupMembers({ row, members, addresses, missing, isCut, isWritable, typed, urls, token, words: { contacts } }: GroupMembersProps) {
  return (
    <section className={styles.card}>
      <h2>{contacts.members}</h2>
      {members.length === 0 ? <p>{contacts.noMembers}</p> : <p className={styles.quiet}>{contacts.expands({ count: addresses })} {missing > 0 && contacts.missing({ count: missing })} {isCut && contacts.cut}</p>}
      <PostForm action={urls.api.contact(row.book, row.id)} className={styles.wide} token={token}>
        <input type="hidden" name="intent" value="members" />
        <input type="hidden" name="return" value={urls.contact(row.book, row.id)} />
        <ul className={styles.list}>
          {members.map(({ value, text, card }) => (
            <li key={value}>
              {card ? <a href={urls.contact(card.book, card.id)}><bdi>{text}</bdi></a> : <bdi>{text}</bdi>}{' '}
              {isWritable && <CheckField label={contacts.removeMember({ name: text })} name="remove" value={value} />}
            </li>
          ))}
        </ul>
        {isWritable && (
          <>
            <TextAreaField label={contacts.addMembers} hint={contacts.addMembersHint} name="add" id="add" rows={3} autoComplete="off" defaultValue={typed} />
            <p><Button look="primary">{contacts.changeMembers}</Button></p>
          </>
        )}
      </PostForm>
    </section>
  )
}
