import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { FileLink } from '#lib/mail/writing/file-link.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import { RecordRow, RecordTable } from '../../ui/record-table.tsx'

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
    <Card>
      <p>{words.about}</p>
      {links.length === 0 ? <p>{words.none}</p> : (
        <RecordTable aria-label={words.title}>
          {links.map(({ id, name, size: octets, downloads, most, until }) => (
            <RecordRow
              key={id}
              name={<bdi>{name}</bdi>}
              facts={[<bdi key="size">{size(octets)}</bdi>, <span key="downloads">{words.downloads({ count: downloads, most })}</span>, <span key="until">{words.until({ until: dates.long(new Date(until).toISOString()) })}</span>]}
            >
              <PostForm action={urls.api.fileLinks()} token={token}>
                <input type="hidden" name="intent" value="remove" />
                <input type="hidden" name="id" value={id} />
                <Button small look="danger" aria-label={words.remove({ name })}>{words.removeShort}</Button>
              </PostForm>
            </RecordRow>
          ))}
        </RecordTable>
      )}
    </Card>
  )
}

/** The way to them, among the settings. */
export function FileLinksLink({ urls, words }: Pick<FileLinkListProps, 'urls' | 'words'>) {
  return (
    <Card>
      <h2><a href={urls.fileLinks()}>{words.title}</a></h2>
      <p>{words.hint}</p>
    </Card>
  )
}
