import { asRead, type Reading } from '#lib/api/reading-urls.ts'
import { CharsetChoice } from './charset-choice.tsx'
import type { DetailProps } from './detail-props.ts'
import { MailingList } from './mailing-list.tsx'
import { Origin } from './origin.tsx'
import { RemotePictures } from './remote-pictures.tsx'
import { Snooze, type SnoozeProps } from './snooze.tsx'

/** What the page of a message has no room for. */
export function DetailsPage({ reading, rememberable, hasFilters, snooze, ...plain }: DetailProps & { readonly reading: Reading; readonly rememberable: boolean; readonly hasFilters: boolean; readonly snooze: SnoozeProps | undefined }) {
  const props = { ...plain, urls: asRead(plain.urls, reading) }
  const { message, view, urls, words } = props
  const from = view.envelope.from[0]?.address ?? ''
  const mark: Readonly<Record<string, string>> = view.list && view.list.id !== '' ? { list: view.list.id } : { from }
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{words.details.title({ subject: view.subject || words.index.noSubject })}</h1>
      {snooze && <Snooze {...props} {...snooze} />}
      {view.origin && <Origin {...props} origin={view.origin} />}
      {view.list && <MailingList {...props} list={view.list} />}
      {view.remote && <RemotePictures {...props} remote={view.remote} rememberable={rememberable} />}
      {hasFilters && from !== '' && <p><a href={urls.newFilter(mark)}>{words.details.filter}</a></p>}
      <CharsetChoice {...plain} urls={asRead(plain.urls, { open: reading.open })} />
    </>
  )
}
