import type { Config } from '#lib/config/config.ts'
import type { DemoUser, Report, Service, ServiceName, Services } from './running.ts'

/** What `serve` found out: both reports and the process ids. */
export interface Site {
  readonly config: Config
  readonly mail?: Report | undefined
  readonly web?: Report | undefined
  readonly pids: { readonly mail: number; readonly web: number }
}

/** The one line of `serve --json`; its shape is a contract (version 1). */
export function announceAsJson({ config, mail, web, pids }: Site): string {
  const services: Services = { ...web?.services, ...mail?.services }
  return JSON.stringify({ version: 1, pid: process.pid, pids, data: config.data, origin: web?.origin ?? '', services, users: mail?.users ?? [] })
}

const LABELS: Readonly<Record<ServiceName, string>> = {
  http: 'HTTP',
  https: 'HTTPS',
  imap: 'IMAP',
  imaps: 'IMAP',
  pop3: 'POP3',
  pop3s: 'POP3',
  submission: 'Submission',
  submissions: 'Submission',
  smtp: 'SMTP in',
  lmtp: 'LMTP',
  sieve: 'ManageSieve',
  ldap: 'LDAP',
}

/** The same for people. */
export function announceToPeople({ config, mail, web }: Site): string {
  const users = mail?.users ?? []
  return [
    '',
    'Postern is ready.',
    '',
    ...(web === undefined ? [] : [`  Webmail      ${web.origin ?? ''}${config.http.basePath}/`]),
    ...(Object.entries(mail?.services ?? {}) as [ServiceName, Service][]).map(([name, service]) => `  ${LABELS[name].padEnd(12)} ${address(service)}  ${transport(service)}`),
    '',
    ...(users.length > 0 ? tableOfUsers(users) : mail === undefined ? [] : ['  Accounts are made with: npm run postern -- user add NAME', '']),
    `  Data in ${config.data}. Ctrl-C ends it.`,
    '',
  ].join('\n')
}

function tableOfUsers(users: readonly DemoUser[]): string[] {
  const row = ({ name, address: mailAddress, password }: DemoUser): string => `  ${name.padEnd(10)} ${mailAddress.padEnd(24)} ${password}`
  return [row({ name: 'User', address: 'Address', password: 'Password' }), ...users.map(row), '']
}

function address({ host, port }: Service): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`.padEnd(16)
}

function transport({ tls }: Service): string {
  return { none: '', starttls: 'STARTTLS', tls: 'TLS' }[tls]
}
