import { createRequire } from 'node:module'
import { join } from 'node:path'
import { sanitizeMailHtml } from '#lib/html/sanitize.ts'
import { corpusMessages } from '#lib/testing/corpus/corpus-files.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import { Figures } from './figures.ts'

type Sanitizer = (html: string) => unknown
interface Timed {
  readonly name: string
  readonly sanitize: Sanitizer
  /** Milliseconds of processor that each round took. */
  readonly rounds: number[]
}

/**
 * Making HTML safe: that of the corpus, a newsletter of 64 KB and one of 1 MB. With `peers`, a folder that has them in its node_modules, DOMPurify with jsdom and
 * sanitize-html take turns with ours, so that what else the machine does falls on all of them.
 */
export async function bench({ quick, peers, print }: { readonly quick: boolean; readonly peers?: string | undefined; print(line: string): void }): Promise<void> {
  const figures = new Figures('html', print)
  const texts: Readonly<Record<string, readonly string[]>> = { 'of the corpus': corpusHtml(), 'of 64 KB': [newsletter(64 * 1024)], 'of 1 MB': [newsletter(1024 * 1024)] }
  for (const [what, documents] of Object.entries(texts)) {
    const size = documents.reduce((sum, html) => sum + html.length, 0)
    const all: readonly Timed[] = [{ name: 'ours', sanitize: ours, rounds: [] }, ...(peers === undefined ? [] : peersIn(peers))]
    // The first rounds are the compiler's.
    takeTurns(all, documents, 2)
    for (const { rounds } of all) rounds.length = 0
    takeTurns(all, documents, quick ? 3 : 15)
    for (const { name, rounds } of all) figures.record(`HTML ${what}, ${name}`, 'ms of processor', rounds, { 'MB/s': round1(size / 1e3 / median(rounds)) })
  }
  figures.write()
}

function takeTurns(all: readonly Timed[], documents: readonly string[], turns: number): void {
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { sanitize, rounds } of all) rounds.push(processorTime(() => documents.forEach((html) => sanitize(html))))
  }
}

function processorTime(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const ours: Sanitizer = (html) => sanitizeMailHtml(html, { remoteContent: true, rewrite: ({ kind }) => `/mail-content/${kind}` }).html

function peersIn(folder: string): readonly Timed[] {
  const load = createRequire(join(folder, 'package.json'))
  const { JSDOM } = load('jsdom') as { JSDOM: new (html: string) => { readonly window: object } }
  const purify = (load('dompurify') as (window: object) => { sanitize: (html: string, options: object) => string })(new JSDOM('').window)
  const sanitizeHtml = load('sanitize-html') as ((html: string, options: object) => string) & { readonly defaults: { readonly allowedTags: readonly string[] } }
  const options = { allowedTags: [...sanitizeHtml.defaults.allowedTags, 'img', 'font', 'center', 'style'], allowVulnerableTags: true, allowedAttributes: { '*': ['style', 'class', 'href', 'src', 'alt', 'width', 'height', 'bgcolor', 'align', 'valign', 'color', 'face', 'size'] } }
  return [
    { name: 'DOMPurify with jsdom', sanitize: (html) => purify.sanitize(html, { WHOLE_DOCUMENT: true }), rounds: [] },
    { name: 'sanitize-html', sanitize: (html) => sanitizeHtml(html, options), rounds: [] },
  ]
}

function corpusHtml(): readonly string[] {
  return corpusMessages().flatMap(({ octets }) => {
    const digester = new MessageDigester()
    digester.write(octets)
    return digester.end().parts.filter(({ mediaType }) => mediaType === 'text/html').map(({ bodyStart, bodyEnd, encoding, charset }) => decodeOctets(decodeTransferOctets(octets.subarray(bodyStart, bodyEnd), encoding), charset))
  })
}

/** Tables in tables with styles on everything, as newsletters are written. */
function newsletter(size: number): string {
  const row = (at: number): string =>
    `<tr class="row r${at % 7}"><td style="padding:12px 24px;border-bottom:1px solid #e5e5e5;font-family:Arial,sans-serif;color:#333333" bgcolor="#ffffff" valign="top"><a href="https://shop.example/item/${at}?utm_source=mail&amp;id=${at}" style="color:#0066cc;text-decoration:none"><img src="https://cdn.example/p/${at}.jpg" width="120" height="90" alt="Item ${at}" style="display:block"></a></td><td style="padding:12px"><table role="presentation" cellpadding="0" cellspacing="0"><tr><td><h3 style="margin:0;font-size:16px">Item ${at}</h3><p>Costs less than <b>${at}</b>&nbsp;&euro; until Sunday.</p></td></tr></table></td></tr>`
  const head = '<!doctype html><html><head><style>.row td{padding:4px}@media (max-width:600px){.row td{display:block;width:100%}}</style></head><body><table width="600" align="center">'
  let html = head
  for (let at = 0; html.length < size; at += 1) html += row(at)
  return `${html}</table></body></html>`
}

const median = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
const round1 = (value: number): number => Math.round(value * 10) / 10
