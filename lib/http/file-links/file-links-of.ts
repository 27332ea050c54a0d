import 'server-only'
import { headers } from 'next/headers'
import type { FileLinkDesk } from '#lib/gateway/writing/writing.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import type { FileLinkRules } from '#lib/mail/writing/file-link.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { siteOfSession } from '../site-of-session.ts'
import { config, requestOrigin, rootUrls, type SignedIn } from '../wiring.ts'
import { pageFormats, pageWords } from '../wording/reader-language.ts'

/** What the site of somebody says of links; undefined where nobody sends any. */
export function linkRulesOf(session: SignedIn): (FileLinkRules & { readonly site: string }) | undefined {
  const site = siteOfSession(config(), session)
  return site && site.fileLinks.days > 0 ? { ...site.fileLinks, site: site.name } : undefined
}

/** Sending links, for somebody who writes on this page; undefined where nobody does. */
export async function fileLinksOf(session: SignedIn): Promise<FileLinkDesk | undefined> {
  const rules = linkRulesOf(session)
  if (!rules) return undefined
  const [words, formats, { values }] = [await pageWords(), await pageFormats(), await preferences(session)]
  const { long } = formats.dates({ zone: knownZone(values.time_zone), now: new Date().toISOString() })
  const origin = requestOrigin({ headers: await headers(), url: 'http://localhost' })
  return {
    rules,
    site: rules.site,
    address: (token) => new URL(rootUrls().linkedFile(token), origin).href,
    line: ({ name, size, until }) => words.linking.line({ name, size: formats.size(size), until: long(new Date(until).toISOString()) }),
  }
}

/** Whether links of that site open anything. */
export function opensLinks(name: string): boolean {
  return (config().sites.find((site) => site.name === name)?.fileLinks.days ?? 0) > 0
}
