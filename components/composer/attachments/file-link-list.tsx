import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { FileLink } from '#lib/mail/writing/file-link.ts'
import { Button } from '../../ui/button.tsx'
import styles from '../../programs/programs.module.css'

interface FileLinkListProps {
  readonly links: readonly FileLink[]
  readonly size: (octets: number) => string
  readonly dates: DateWriter
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords['linking']
}

/** The files that somebody has sent as links. Accessible names, a contract: table "Files sent as links", button "Take back “…”". */
export function FileLinkList({ links, size, dates, urls, token, words }: FileLinkListProps) {
  return (
    <section className={styles.card}>
      <p>{words.about}</p>
      {links.length === 0 ? <p>{words.none}</p> : (
        <table className={styles.table} aria-label={words.title}>
          <tbody>
            {links.map(({ id, name, size: octets, downloads, most, until }) => (
              <tr key={id}>
                <th scope="row">
                  <bdi>{name}</bdi>
                  <span className={styles.dates}><bdi>{size(octets)}</bdi>{' · '}<span>{words.downloads({ count: downloads, most })}</span>{' · '}<span>{words.until({ until: dates.long(new Date(until).toISOString()) })}</span></span>
                </th>
                <td>
                  <form method="post" action={urls.api.fileLinks()}>
                    <input type="hidden" name="token" value={token} />
                    <input type="hidden" name="intent" value="remove" />
                    <input type="hidden" name="id" value={id} />
                    <Button small look="danger" aria-label={words.remove({ name })}>{words.removeShort}</Button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** The way to them, among the settings. */
export function FileLinksLink({ urls, words }: Pick<FileLinkListProps, 'urls' | 'words'>) {
  return (
    <section className={styles.card}>
      <h2><a href={urls.fileLinks()}>{words.title}</a></h2>
      <p>{words.hint}</p>
    </section>
  )
}
