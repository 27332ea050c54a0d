import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { writeAppleProfile } from '#lib/mail/phone/apple-profile.ts'
import type { ProgramServers } from '#lib/mail/phone/program-settings.ts'
import { createHash } from 'node:crypto'
import { programServers, type Whereabouts } from './program-servers.ts'

type Person = Pick<SignedIn, 'account' | 'user' | 'address' | 'imap' | 'smtp'>

/** The servers for the programs of somebody who is signed in: those that they named themselves, else their site's. */
export function serversOf(config: Pick<Config, 'http' | 'mail'>, site: SiteConfig, person: Person, whereabouts: Whereabouts): ProgramServers | undefined {
  return person.imap.allowed === undefined ? programServers(config, site, whereabouts) : { imap: person.imap, smtp: person.smtp }
}

/** The profile of somebody's account for Apple's devices. It has no password. */
export function personalProfile(person: Person, servers: ProgramServers, { title, fullName, address, books }: { readonly title: string; readonly fullName: string; readonly address: string; readonly books?: URL | undefined }): string {
  return writeAppleProfile({ ...servers, title, fullName, address, user: person.user, profileId: stableUuid('profile', person.account), accountId: stableUuid('account', person.account), books: books && { url: books, id: stableUuid('books', person.account) } })
}

/** RFC 9562 §5.8: a UUID of version 8 made from what it stands for, which cannot be read from it. */
export function stableUuid(purpose: string, account: string): string {
  const digest = createHash('sha256').update(`postern phone ${purpose}\0${account}`).digest()
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString('hex').toUpperCase()
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
