import type { MessageRef } from '#lib/mail/message-ref.ts'
import { appendOn, type LargeMessage } from '#lib/imap/append/append-connection.ts'
import { urls, type Urls } from '#lib/api/urls.ts'
import type { Person } from './site.ts'
import type { Site } from './start-site.ts'

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>
  /** Posted as a page of ours posts it; a token goes along only when it is among the fields. */
  readonly form?: Readonly<Record<string, string>>
  /** Posted as a script of ours posts it. */
  readonly json?: unknown
  /** A form with files; a token goes along only when it is among its fields. */
  readonly upload?: FormData
  /** Sent without what a browser says of itself, and without the header that only scripts of ours can set. */
  readonly silent?: boolean
}

/** A browser without a screen: keeps its cookies, follows nothing, and says of itself what browsers say. */
export class SiteClient {
  readonly site: Site
  readonly urls: Urls
  readonly #cookies = new Map<string, string>()

  constructor(site: Site) {
    this.site = site
    this.urls = urls(site.basePath)
  }

  static async signIn(site: Site, { name, password }: Pick<Person, 'name' | 'password'>): Promise<SiteClient> {
    const client = new SiteClient(site)
    const answer = await client.ask(client.urls.api.session(), { form: { user: name, password } })
    if (answer.status !== 303 || answer.headers.get('location')?.includes('failed=')) throw new Error(`sign-in answered ${answer.status}`)
    return client
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** `path` as `urls` gives it. */
  async ask(path: string, { headers = {}, form, json, upload, silent = false }: Asked = {}): Promise<Response> {
    const isPost = form !== undefined || json !== undefined || upload !== undefined
    const said = isPost && !silent ? { Origin: this.site.origin, 'Sec-Fetch-Site': 'same-origin' } : {}
    const answer = await fetch(this.site.origin + path, {
      method: isPost ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...said, ...(this.#cookies.size === 0 ? {} : { Cookie: this.cookie }), ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...(json === undefined || silent ? {} : { 'X-Postern': '1' }), ...headers },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      ...(upload === undefined ? {} : { body: upload }),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';', 1)[0] ?? '').split(/=(.*)/s)
      this.#cookies.set(name, value)
    }
    return answer
  }
}

/** Puts a message of any size into a mailbox of that person by IMAP; answers where it is. */
export async function appendTo({ services }: Site, { name, password }: Pick<Person, 'name' | 'password'>, mailbox: string, message: LargeMessage): Promise<MessageRef> {
  const { imap } = services
  if (imap === undefined) throw new Error('the site has no IMAP')
  const server = { host: imap.host, port: imap.port, tls: imap.tls, verify: false } as const
  const ref = await appendOn({ server, credentials: { user: name, password } }, AbortSignal.timeout(120_000), mailbox, message)
  if (ref === undefined) throw new Error('the server names no UID')
  return ref
}
