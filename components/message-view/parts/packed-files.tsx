import { ButtonLink } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { PartSurroundings } from './part-list.tsx'
import styles from './parts.module.css'

interface PackedFilesProps extends PartSurroundings {
  readonly section: string
  /** What the packed file is called. */
  readonly name: string
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly octets: number }[]
}

/** The files that are packed in a winmail.dat or a signature, each to be saved. */
export function PackedFiles({ section, name, files, message, urls, words, size }: PackedFilesProps) {
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{words.parts.packed({ name })}</h1>
      {files.length === 0 && <p>{words.parts.packedNone}</p>}
      <section className={styles.card}>
        {files.length > 0 && (
          <ul className={styles.list}>
            {files.map((file, at) => (
              <li key={at}>
                <Icon name="file" size={20} />
                <span><bdi className={styles.name}>{file.name}</bdi>{' '}<span className={styles.kind}><bdi>{file.mediaType}</bdi>, <bdi>{size(file.octets)}</bdi></span></span>{' '}
                <span className={styles.links}><a href={urls.api.packedFile(message, section, at)} download={file.name} aria-label={`${words.message.download} ${file.name}`}>{words.message.download}</a></span>
              </li>
            ))}
          </ul>
        )}
        <ButtonLink href={urls.api.part(message, section, 'download')} download>{`${words.message.download} ${name}`}</ButtonLink>
      </section>
    </>
  )
}
