import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { PublicKey } from '#lib/mail/reading/trust/signature.ts'
import styles from './keys.module.css'

/** What a key or certificate says of itself: whose it is, its fingerprint in groups of four, and how long it is valid. */
export function KeyFacts({ shown, dates, words }: { readonly shown: PublicKey; readonly dates: DateWriter; readonly words: PageWords }) {
  const { name, addresses, fingerprint, format, expires, isRevoked } = shown
  return (
    <>
      <p className={styles.name}><bdi>{name || addresses[0] || fingerprint.slice(-16)}</bdi> ({format === 'smime' ? 'S/MIME' : 'OpenPGP'})</p>
      {addresses.length > 0 && <p>{addresses.map((address, at) => <span key={address}>{at > 0 && ', '}<bdi>{address}</bdi></span>)}</p>}
      <p><span>{words.signatures.fingerprint}:</span>{' '}<bdi className={styles.fingerprint} dir="ltr" translate="no">{groupsOf(fingerprint)}</bdi></p>
      {isRevoked && <p>{words.keys.revoked}</p>}
      {!isRevoked && expires !== undefined && <p>{words.keys.until} <bdi>{dates.short(new Date(expires).toISOString())}</bdi></p>}
    </>
  )
}

/** So that two people can read it to each other. */
export function groupsOf(fingerprint: string): string {
  return fingerprint.match(/.{1,4}/g)?.join(' ') ?? ''
}
