import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { PROGRAM_NAME_LENGTH, type ProgramPassword } from '#lib/mail/programs/program-password.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
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
      <section className={styles.card}>
        <h2 id="passwords">{programs.yours}</h2>
        {passwords.length === 0 ? <p>{programs.none}</p> : (
          <table className={styles.table} aria-labelledby="passwords">
            <tbody>
              {passwords.map(({ id, name, created, used }) => (
                <tr key={id}>
                  <th scope="row">
                    <bdi>{name}</bdi>
                    <span className={styles.dates}><span>{programs.made} <bdi>{day(created)}</bdi></span>{' · '}<span>{programs.used} <bdi>{used === undefined ? programs.never : day(used)}</bdi></span></span>
                  </th>
                  <td>
                    <form method="post" action={urls.api.programPasswords()}>
                      <input type="hidden" name="token" value={token} />
                      <input type="hidden" name="intent" value="revoke" />
                      <input type="hidden" name="id" value={id} />
                      <Button small look="danger" aria-label={programs.revoke({ name })}>{programs.revokeShort}</Button>
                    </form>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className={styles.card}>
        <h2>{programs.make}</h2>
        <p>{programs.about}</p>
        <form method="post" action={urls.api.programPasswords()} className={styles.form}>
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="intent" value="make" />
          <TextField label={programs.name} hint={programs.nameHint} name="name" id="name" required maxLength={PROGRAM_NAME_LENGTH} autoComplete="off" defaultValue={typed?.name?.[0] ?? ''} />
          <TextField label={programs.ownPassword} name="password" id="password" type="password" required autoComplete="current-password" />
          <Button look="primary">{programs.make}</Button>
        </form>
      </section>
    </>
  )
}
