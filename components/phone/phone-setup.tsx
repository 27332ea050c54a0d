import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { ProgramServer, ProgramServers } from '#lib/mail/phone/program-settings.ts'
import { Alert } from '../ui/alert.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import styles from './phone.module.css'

interface PhoneSetupProps {
  readonly address: string
  readonly user: string
  /** Undefined where nobody has named servers for other programs. */
  readonly servers: ProgramServers | undefined
  readonly urls: Urls
  readonly words: PageWords
}

/** How to read the same mail on a phone and in other programs. Accessible names, a contract: table "Settings to type by hand", link "Download the profile". */
export function PhoneSetup({ address, user, servers, urls, words }: PhoneSetupProps) {
  const { phone } = words
  return (
    <>
      <h1>{phone.title}</h1>
      {servers === undefined ? <Alert kind="notice">{phone.unknown}</Alert> : (
        <>
          <p>{phone.about}</p>
          <Card>
            <h2>{phone.apple}</h2>
            <p>{phone.appleHint}</p>
            <p><ButtonLink href={urls.api.phone()} icon="download" look="primary" download>{phone.download}</ButtonLink></p>
            <Steps steps={[phone.appleOpen, phone.appleInstall, phone.applePassword]} />
          </Card>
          <Card>
            <h2>{phone.android}</h2>
            <Steps steps={[phone.androidAdd, phone.addressAndPassword({ address }), phone.androidByHand]} />
          </Card>
          <Card>
            <h2>{phone.thunderbird}</h2>
            <Steps steps={[phone.thunderbirdAdd, phone.addressAndPassword({ address }), phone.thunderbirdDone]} />
          </Card>
          <Card>
            <h2 id="by-hand">{phone.byHand}</h2>
            <SettingsTable user={user} servers={servers} words={words} />
            <p>{phone.passwordHint}</p>
          </Card>
        </>
      )}
    </>
  )
}

function Steps({ steps }: { steps: readonly string[] }) {
  return <ol className={styles.steps}>{steps.map((step) => <li key={step}>{step}</li>)}</ol>
}

/** Kinds of account and of encryption are names that stand in every program as they do here, whatever its language. */
function SettingsTable({ user, servers: { imap, smtp }, words: { phone } }: { user: string; servers: ProgramServers; words: PageWords }) {
  const security = ({ tls }: ProgramServer): string => ({ tls: 'SSL/TLS', starttls: 'STARTTLS', none: phone.noEncryption })[tls]
  const rows: readonly (readonly [string, string, string])[] = [
    [phone.kind, 'IMAP', 'SMTP'],
    [phone.server, imap.host, smtp.host],
    [phone.port, String(imap.port), String(smtp.port)],
    [phone.encryption, security(imap), security(smtp)],
    [phone.user, user, user],
  ]
  return (
    <table className={styles.table} aria-labelledby="by-hand">
      <thead><tr><td /><th scope="col">{phone.reading}</th><th scope="col">{phone.sending}</th></tr></thead>
      <tbody>
        {rows.map(([name, forReading, forSending]) => (
          <tr key={name}><th scope="row">{name}</th><td><bdi>{forReading}</bdi></td><td><bdi>{forSending}</bdi></td></tr>
        ))}
      </tbody>
    </table>
  )
}
