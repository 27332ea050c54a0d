import { statfs } from 'node:fs/promises'
import type { Delivery } from '#lib/delivery/delivery.ts'
import type { ImapServer } from '#lib/imap-server/server.ts'
import type { Family, Sample } from '#lib/log/figures/exposition.ts'
import { MAIL_SERVER, ProcessFigures } from '#lib/log/figures/process-figures.ts'
import type { DiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { STORE_FIGURES } from '#lib/mail-store/disk/store-figures.ts'
import { VERSION } from './version.ts'

export interface CountedServers {
  readonly imap: Pick<ImapServer, 'counts'>
  readonly delivery: Pick<Delivery, 'counts'>
  readonly stores: Pick<DiskStores, 'miscounted'>
  /** The data directory. */
  readonly data: string
  /** Where the content of messages lies, if elsewhere. */
  readonly content?: string | undefined
}

/** The numbers of the mail server in the box since its start. No label names a person, a mailbox or an address. */
export class MailFigures {
  readonly #servers: CountedServers
  #process: ProcessFigures | undefined

  constructor(servers: CountedServers) {
    this.#servers = servers
  }

  stop(): void {
    this.#process?.stop()
  }

  /** The event loop is watched from the first time on. */
  async families(): Promise<readonly Family[]> {
    this.#process ??= new ProcessFigures(MAIL_SERVER, VERSION)
    const { imap: { counts: imap }, delivery: { counts: delivery }, stores, data, content } = this.#servers
    const { commits, changes, contentSyncs } = STORE_FIGURES
    return [
      ...this.#process.families(),
      counter('postern_mail_connections_total', 'Connections to the mail server, by service; IMAP with and without TLS.', [of('service', 'imap', imap.connections), ...[...delivery.byService].map(([service, value]) => of('service', service, value))]),
      { name: 'postern_mail_imap_connections', type: 'gauge', help: 'IMAP connections that are open.', samples: [{ value: imap.open }] },
      counter('postern_mail_sign_ins_total', 'Attempts to sign in, by service and result.', [
        { labels: { service: 'imap', result: 'ok' }, value: imap.logins }, { labels: { service: 'imap', result: 'refused' }, value: imap.failedLogins },
        { labels: { service: 'submission', result: 'ok' }, value: delivery.signedIn }, { labels: { service: 'submission', result: 'refused' }, value: delivery.refused },
      ]),
      counter('postern_mail_commands_total', 'IMAP commands, by name and result; `other` is none that the server knows.', [...imap.byCommand].map(([key, value]) => {
        const [command = '', result = ''] = key.split(' ')
        return { labels: { command, result }, value }
      })),
      counter('postern_mail_imap_bytes_total', 'Octets of IMAP, by direction.', [of('direction', 'in', imap.octetsIn), of('direction', 'out', imap.octetsOut)]),
      counter('postern_mail_delivered_total', 'Copies of messages that were put into mailboxes.', [{ value: delivery.delivered }]),
      counter('postern_mail_submitted_total', 'Messages that signed-in senders handed over.', [{ value: delivery.submitted }]),
      { name: 'postern_mail_commit_duration_seconds', type: 'histogram', help: 'Seconds that a commit to the disk took; changes that wait at the same moment share one.', samples: commits.samples() },
      counter('postern_mail_changes_total', 'Changes to stored mail that are in those commits.', [{ value: changes }]),
      counter('postern_mail_fsyncs_total', 'Times that something was forced to the disk: databases at each commit, message content beside them.', [of('what', 'database', commits.count), of('what', 'content', contentSyncs)]),
      { name: 'postern_mail_quota_mismatch', type: 'gauge', help: 'Accounts whose counters, by which quotas are measured, were not what their messages come to when they were last looked at: every six hours. Anything but 0 is for `quota repair`.', samples: [{ value: stores.miscounted }] },
      { name: 'postern_mail_disk_free_bytes', type: 'gauge', help: 'Octets that are free where the data directory is.', samples: await freeOn(data) },
      { name: 'postern_mail_content_disk_free_bytes', type: 'gauge', help: 'Octets that are free where the content of messages is; the same place without `mail.content`.', samples: await freeOn(content ?? data) },
    ]
  }
}

const counter = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, type: 'counter', help, samples })
const of = (label: string, value: string, count: number): Sample => ({ labels: { [label]: value }, value: count })

async function freeOn(folder: string): Promise<Sample[]> {
  const found = await statfs(folder).catch(() => undefined) // a platform without it has no such number
  return found ? [{ value: found.bavail * found.bsize }] : []
}
