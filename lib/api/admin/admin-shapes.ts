import type { PreferenceSource } from '#lib/mail/preferences/effective.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import type { ConnectionSecurity } from '#lib/mail/network/server-address.ts'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'
import type { Contrast } from '#lib/mail/themes/contrast.ts'
import type { ThemeProblem } from '#lib/mail/themes/theme-reason.ts'
import type { ValueSource } from '#lib/mail/sites/value-source.ts'
import { ALERT_LIMIT, alertLine, MOTD_LIMIT, USER_LIMIT } from '#lib/mail/sites/alert.ts'
import * as v from 'valibot'
import { shape } from '../shape.ts'

/** The administrator's pages in their order; the first stands at their own address. */
export const ADMIN_SECTIONS = ['overview', 'sites', 'themes', 'people', 'announcements', 'preferences', 'traces'] as const
export type AdminSection = (typeof ADMIN_SECTIONS)[number]

/** Why a server could not be used. */
export type ProbeProblem = 'refused' | 'timeout' | 'unknown-host' | 'unreachable' | 'certificate' | 'tls' | 'no-starttls' | 'turned-away' | 'closed' | 'not-understood'

/** What came of asking a server: as far as TLS, nobody signs in. */
export type Probe =
  | (Probed & { readonly reached: true; /** `TLSv1.3`; undefined in the clear. */ readonly tls: string | undefined; /** What it can do, in capitals, as far as it was asked. */ readonly offers: readonly string[] })
  | (Probed & { readonly reached: false; readonly problem: ProbeProblem; /** An error code, for those who know it; '' without. */ readonly code: string })

interface Probed {
  readonly milliseconds: number
  /** Undefined in the clear. */
  readonly certificate?: ProbedCertificate
}

/** A certificate that a server showed; dates in ISO 8601. */
export interface ProbedCertificate {
  /** Host names and addresses that it is for. */
  readonly names: readonly string[]
  readonly validFrom: string
  readonly validTo: string
}

export interface ServerHealth {
  readonly kind: 'imap' | 'smtp' | 'sieve' | 'ldap'
  readonly host: string
  readonly port: number
  readonly security: ConnectionSecurity
  /** Titles of the sites whose server it is. */
  readonly sites: readonly string[]
  readonly probe: Probe
}

export interface StorageHealth {
  readonly kind: 'sessions' | 'preferences'
  /** For preferences: the IMAP server keeps them where it can, this storage keeps the others. */
  readonly where: 'sqlite' | 'postgres' | 'imap'
  /** Undefined when it did not answer. */
  readonly milliseconds: number | undefined
}

/** How the configuration in force came about. */
export interface ConfigurationHealth {
  /** ISO 8601. */
  readonly readAt: string
  /** The newest file could not be used. */
  readonly refused: { readonly at: string; /** Only for administrators of all sites. */ readonly problems: readonly ConfigMistake[] } | undefined
  /** Keys that have changed and wait for a start. */
  readonly waiting: readonly string[]
  /** What is allowed but surely not meant. */
  readonly notes: readonly ConfigNote[]
  /** The file; only for administrators of all sites. */
  readonly file: string | undefined
}

export interface ThemeReport {
  readonly name: string
  readonly title: string
  readonly about: string
  readonly parent: string | undefined
  readonly scheme: 'both' | 'light' | 'dark'
  readonly origin: 'shipped' | 'data' | 'own'
  readonly state: 'offered' | 'by-name' | 'refused'
  /** Why it is refused, and where. */
  readonly problems: readonly ThemeProblem[]
  /** Pairs of text and surface with too little contrast, each by its custom properties. */
  readonly weak: readonly Contrast[]
  /** Titles of the sites that name it. */
  readonly sites: readonly string[]
}

/** Somebody who is signed in, with all their sessions. Milliseconds since 1970. */
export interface SignedInPerson {
  /** Names the account in addresses and forms; says nothing by itself. */
  readonly ref: string
  readonly user: string
  readonly site: string
  /** Where their mail is. */
  readonly host: string
  readonly since: number
  readonly seenAt: number
  readonly sessions: readonly { readonly madeAt: number; readonly seenAt: number }[]
}

/** A preference as it holds for somebody, for an administrator. */
export interface EffectiveRow {
  readonly name: PreferenceName
  /** As a form field would hold it. */
  readonly value: string
  readonly from: PreferenceSource
  readonly lock: { readonly level: 'site' | 'group'; readonly reason: string } | undefined
  readonly hidden: boolean
}

export interface EffectiveReport {
  readonly user: string
  readonly site: { readonly name: string; readonly title: string }
  readonly groups: readonly string[]
  /** Whether the person's own were read: no where their IMAP server keeps them, or the storage is down. */
  readonly own: 'read' | 'on-server' | 'unavailable'
  /** True where they have set something. */
  readonly hasOwn: boolean
  readonly rows: readonly EffectiveRow[]
}

/** One value of a site, and who said so. */
export interface SiteFact {
  /** As in postern.toml. */
  readonly key: string
  readonly value: string
  /** Undefined where nobody noted it. */
  readonly from: ValueSource | undefined
  /** Of a lock. */
  readonly reason?: string
}

export interface SiteReport {
  readonly name: string
  readonly title: string
  readonly isDefault: boolean
  readonly chosenBy: readonly SiteFact[]
  readonly values: readonly SiteFact[]
  readonly servers: readonly SiteFact[]
  readonly modules: readonly SiteFact[]
  readonly defaults: readonly SiteFact[]
  readonly locks: readonly SiteFact[]
  readonly hidden: readonly SiteFact[]
  readonly groups: readonly GroupReport[]
}

export interface GroupReport {
  readonly name: string
  readonly members: readonly string[]
  readonly values: readonly SiteFact[]
  readonly defaults: readonly SiteFact[]
  readonly locks: readonly SiteFact[]
  readonly hidden: readonly SiteFact[]
}

const personRef = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))

/** Signs a person out everywhere, once that was confirmed. */
export const signOutPersonForm = shape(v.object({ person: personRef, confirm: v.literal('yes') }))

const siteName = v.pipe(v.string(), v.regex(/^(?:\*|[a-z0-9-]{1,32})$/))
const alertText = v.pipe(v.string(), v.maxLength(4 * ALERT_LIMIT), v.transform((text) => alertLine(text)), v.string())
const motdText = v.pipe(v.string(), v.maxLength(2 * MOTD_LIMIT), v.transform((text) => text.replaceAll('\r\n', '\n').trim()), v.maxLength(MOTD_LIMIT), v.regex(/^[^\p{Cc}]*(?:[\n\t][^\p{Cc}]*)*$/u))

const userName = v.pipe(v.string(), v.maxLength(2 * USER_LIMIT), v.trim(), v.toLowerCase(), v.minLength(1), v.maxLength(USER_LIMIT), v.regex(/^[^\p{Cc}]+$/u))

/** What is to be said on a site, or on every one, or to one person; '' takes it back, and so does `clear`. */
export const announcementForm = shape(v.pipe(
  v.variant('kind', [
    v.object({ kind: v.literal('alert'), site: siteName, text: alertText, clear: v.optional(v.literal('yes')) }),
    v.object({ kind: v.literal('motd'), site: siteName, text: motdText, clear: v.optional(v.literal('yes')) }),
    v.object({ kind: v.literal('person'), site: siteName, user: userName, text: alertText, clear: v.optional(v.literal('yes')) }),
  ]),
  v.transform(({ clear, ...said }) => ({ ...said, text: clear === undefined ? said.text : '' })),
))

/** Whose mail an administrator wants to read. */
export const supportForm = shape(v.object({ user: v.pipe(v.string(), v.maxLength(2 * USER_LIMIT), v.trim(), v.minLength(1), v.maxLength(USER_LIMIT), v.regex(/^[^\p{Cc}]+$/u)) }))

/** The alert that somebody puts away. */
export const alertForm = shape(v.object({ alert: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{12}$/)) }))

/** What administrators say at one place. */
export interface AnnouncementPlace {
  /** A site's name, or EVERY_SITE. */
  readonly site: string
  readonly title: string
  readonly alert: string
  readonly motd: string
  /** The one of postern.toml. */
  readonly configured: string
}

/** What one person alone is shown. */
export interface PersonalAlertReport {
  readonly site: string
  /** The user name in small letters. */
  readonly person: string
  readonly text: string
}

/** How everything is that an administrator's sites stand on, asked at this moment. */
export interface OverviewFigures {
  readonly uptimeSeconds: number
  /** Undefined where the storage of sessions does not answer. */
  readonly signedIn: { readonly sessions: number; readonly people: number } | undefined
  readonly configuration: ConfigurationHealth | undefined
  readonly servers: readonly ServerHealth[]
  readonly storages: readonly StorageHealth[]
  readonly themes: readonly ThemeReport[]
}
