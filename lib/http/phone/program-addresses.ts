import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { domainSettings, siteOfAddress } from '#lib/gateway/phone/program-servers.ts'
import { writeAutoconfig } from '#lib/mail/phone/autoconfig.ts'
import { AUTODISCOVER_LIMIT, readAutodiscover, writeAutodiscover, writeAutodiscoverError, type AutodiscoverError } from '#lib/mail/phone/autodiscover.ts'
import { splitAddress } from '#lib/mail/phone/program-settings.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isOnLoopback } from '../request/public-origins.ts'

/** What a mail program asks for at an address that is the same on every host. */
export type ProgramQuestion = 'autoconfig' | 'autodiscover'

/** Addresses that other programs have in them: always at the root of the host, never under a base path. */
const ADDRESSES: readonly (readonly [RegExp, ProgramQuestion])[] = [
  [/^\/\.well-known\/autoconfig\/mail\/config-v1\.1\.xml$/, 'autoconfig'],
  [/^\/mail\/config-v1\.1\.xml$/, 'autoconfig'],
  // Programs write it in three ways.
  [/^\/autodiscover\/autodiscover\.xml$/i, 'autodiscover'],
]

/** What a request's address asks for; undefined for every other address. */
export function programQuestion(address: string): ProgramQuestion | undefined {
  const path = address.split('?', 1)[0] ?? ''
  return ADDRESSES.find(([pattern]) => pattern.test(path))?.[1]
}

interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly config: Config
  /** The one that the request belongs to. */
  readonly site: SiteConfig
}

/** Answers a mail program that has only an address yet. Nothing in an answer depends on whether there is such an address. */
export async function answerProgram(question: ProgramQuestion, asked: Asked): Promise<void> {
  if (!asked.site.modules.phone) return nothingHere(asked)
  const methods = question === 'autoconfig' ? ['GET', 'HEAD'] : ['POST']
  if (!methods.includes(asked.request.method ?? '')) {
    asked.response.setHeader('allow', methods.join(', '))
    return send(asked, { status: 405, type: 'text/plain', body: question === 'autoconfig' ? 'This address can only be read.\n' : 'This address takes a request by POST.\n' })
  }
  return question === 'autoconfig' ? autoconfig(asked) : autodiscover(asked)
}

function autoconfig(asked: Asked): void {
  const parameter = new URLSearchParams(asked.request.url?.split('?')[1] ?? '').get('emailaddress')
  // Some programs send their own placeholder before they know an address.
  const address = parameter !== null && splitAddress(parameter) !== undefined ? parameter : undefined
  const settings = settingsFor(asked, address)
  if (settings === undefined) return nothingHere(asked)
  send(asked, { status: 200, type: 'text/xml', body: writeAutoconfig(settings) })
}

async function autodiscover(asked: Asked): Promise<void> {
  const text = await readText(asked.request)
  if (text === undefined) asked.response.setHeader('connection', 'close')
  const read = text === undefined ? ({ error: 'unreadable' } as const) : readAutodiscover(text)
  if ('error' in read) return refuse(asked, read.error, text === undefined ? 413 : 200)
  const settings = settingsFor(asked, read.address)
  if (settings === undefined) return refuse(asked, 'no-settings')
  send(asked, { status: 200, type: 'text/xml', body: writeAutodiscover(settings, read.address) })
}

/** The protocol tells its errors in a document; the status is that of a document which was delivered. */
function refuse(asked: Asked, error: AutodiscoverError, status = 200): void {
  send(asked, { status, type: 'text/xml', body: writeAutodiscoverError(error, new Date()) })
}

function settingsFor({ request, config, site: here }: Asked, address: string | undefined) {
  const site = siteOfAddress(config, here, address)
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '')
  return site.modules.phone ? domainSettings(config, site, { address, host }, { onLoopback: isOnLoopback(config) }) : undefined
}

function nothingHere(asked: Asked): void {
  send(asked, { status: 404, type: 'text/plain', body: 'There is nothing here.\n' })
}

function send({ request, response }: Asked, { status, type, body }: { readonly status: number; readonly type: string; readonly body: string }): void {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body) }).end(request.method === 'HEAD' ? undefined : body)
}

/** The body, of at most AUTODISCOVER_LIMIT octets; undefined when it is larger. What is no UTF-8 is no request either: ''. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > AUTODISCOVER_LIMIT) return undefined
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      size += (piece as Buffer).length
      if (size > AUTODISCOVER_LIMIT) return undefined
      pieces.push(piece as Buffer)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    return '' // broken off, or in another encoding
  }
}
