import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { PROGRAM_NAME_LENGTH, type ProgramPassword } from '#lib/mail/programs/program-password.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { RecordRow, RecordTable } from '../ui/record-table.tsx'
import styles from './programs.module.css'

interface ProgramPasswordsProps {
  readonly passwords: readonly ProgramPassword[]
  /** One that was made in this moment, and its name. */
  readonly ready: { readonly name: string; readonly password: string } | undefined
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly dates: DateWriter
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** The passwords that somebody has made for programs, and the form that makes one. Accessible names, a contract: button "Make a password", button "Revoke the password for …". */
export function ProgramPasswords({ passwords, ready, typed, dates, urls, token, words }: ProgramPasswordsProps) {
  const { programs } = words
  const day = (time: number): string => dates.short(new Date(time).toISOString())
  return (
    <>
      {ready && (
        <div role="status" className={styles.ready}>
          <p>{programs.ready({ name: ready.name })}</p>
          <p><code className={styles.secret} translate="no">{ready.password}</code></p>
          <p>{programs.readyHint}</p>
        </div>
      )}
      <Card>
        <h2 id="passwords">{programs.yours}</h2>
        {passwords.length === 0 ? <p>{programs.none}</p> : (
          <RecordTable aria-labelledby="passwords">
            {passwords.map(({ id, name, created, used }) => (
              <RecordRow
                key={id}
                name={<bdi>{name}</bdi>}
                facts={[<span key="made">{programs.made} <bdi>{day(created)}</bdi></span>, <span key="used">{programs.used} <bdi>{used === undefined ? programs.never : day(used)}</bdi></span>]}
              >
                <PostForm action={urls.api.programPasswords()} token={token}>
                  <input type="hidden" name="intent" value="revoke" />
                  <input type="hidden" name="id" value={id} />
                  <Button small look="danger" aria-label={programs.revoke({ name })}>{programs.revokeShort}</Button>
                </PostForm>
              </RecordRow>
            ))}
          </RecordTable>
        )}
      </Card>
      <Card>
        <h2>{programs.make}</h2>
        <p>{programs.about}</p>
        <PostForm action={urls.api.programPasswords()} className={styles.form} token={token}>
          <input type="hidden" name="intent" value="make" />
          <TextField label={programs.name} hint={programs.nameHint} name="name" id="name" required maxLength={PROGRAM_NAME_LENGTH} autoComplete="off" defaultValue={typed?.name?.[0] ?? ''} />
          <TextField label={programs.ownPassword} name="password" id="password" type="password" required autoComplete="current-password" />
          <Button look="primary">{programs.make}</Button>
        </PostForm>
      </Card>
    </>
  )
}
