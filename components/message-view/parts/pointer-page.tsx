import type { Pointer } from '#lib/mail/reading/pointer.ts'
import type { PartSurroundings } from './part-list.tsx'
import styles from './parts.module.css'

/** A part whose content is elsewhere: the place as the message names it, or which piece of a larger message it is. */
export function PointerPage({ pointer, message, urls, words: { parts, pointers } }: PartSurroundings & { readonly pointer: Pointer }) {
  return (
    <>
      <p><a href={urls.message(message)}>{parts.back}</a></p>
      <h1>{pointer.kind === 'outside' ? pointers.outside : pointers.piece}</h1>
      <section className={styles.card}>
        {pointer.kind === 'outside' ? (
          <>
            <p>{pointers.outsideHint}</p>
            <dl className={styles.people}>{pointer.facts.map(({ name, value }) => <div key={name}><dt><bdi>{name}</bdi></dt><dd dir="auto">{value}</dd></div>)}</dl>
            {pointer.url !== undefined && <p><a href={pointer.url} target="_blank" rel="noopener noreferrer">{pointers.open({ url: pointer.url.slice(0, 200) })}</a></p>}
          </>
        ) : (
          <>
            <p>{pointer.total > 0 ? pointers.pieceOf({ number: pointer.number, total: pointer.total }) : pointers.pieceNumber({ number: pointer.number })}</p>
            <p>{pointers.pieceHint}</p>
            {pointer.id !== '' && <p><bdi>{pointer.id}</bdi></p>}
          </>
        )}
      </section>
    </>
  )
}
