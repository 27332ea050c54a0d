'use client'
import { createContext, useContext } from 'react'
import { urls, type Urls } from '#lib/api/urls.ts'
import type { ScreenPreferences } from './screen-preferences.ts'
import type { Clock, DateWriter, Formats } from '#lib/i18n/formats.ts'
import type { AccountsHere } from '#lib/mail/sites/accounts-here.ts'
import type { Modules } from '#lib/mail/sites/modules.ts'

/** What every part of the mail screen needs to know of the site and of the person; made by the server, safe to show. */
export interface Site {
  /** The base path of this account, '', `/mail` or `/mail/~1`. */
  readonly base: string
  /** What the site calls itself. */
  readonly title: string
  readonly modules: Modules
  /** The pages of the manual that are about what is shown; undefined where the site has no help. */
  readonly help: Readonly<Record<'mailbox' | 'message' | 'compose', string | undefined>>
  /** Of the site, of its theme, of the person's groups, and their own. */
  readonly links: readonly { readonly title: string; readonly url: string }[]
  /** The address, where this browser has several accounts: then titles say whose page this is. */
  readonly whose: string | undefined
  /** The accounts of this browser; undefined where there is one only. */
  readonly accounts: AccountsHere | undefined
  /** What the way to the administrator's pages is called; undefined for everybody else. */
  readonly administration: string | undefined
  /** The hidden token of forms. */
  readonly token: string
  readonly user: string
  readonly address: string
  /** The server's zone, until the browser knows better; and the time at which the page was made. */
  readonly zone: string
  readonly now: string
  /** A text browser: the text of messages stands in the page, and what is read comes first. */
  readonly isTextBrowser: boolean
  /** Whether this browser may keep what is typed until it is saved; not on a computer that others use. */
  readonly keepsCopies: boolean
  readonly preferences: ScreenPreferences
}

export interface Surroundings extends Site {
  readonly urls: Urls
  readonly dates: DateWriter
}

export const makeSurroundings = (site: Site, formats: Formats): Surroundings => ({ ...site, urls: urls(site.base), dates: formats.dates(clockOf(site)) })

/** How this person reads dates. */
export const clockOf = ({ zone, now, preferences }: Pick<Site, 'zone' | 'now' | 'preferences'>): Clock => ({ zone, now, hours: preferences['formats.clock'], day: preferences['formats.date'] })

const Context = createContext<Surroundings | undefined>(undefined)
export const SurroundingsProvider = Context.Provider

/** The site around this component. Throws outside a mail screen. */
export function useSite(): Surroundings {
  const site = useContext(Context)
  if (!site) throw new Error('outside a mail screen')
  return site
}
