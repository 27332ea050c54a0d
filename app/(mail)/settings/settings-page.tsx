import type { ReactNode } from 'react'
import { AllowNotices } from '#components/settings/allow-notices.tsx'
import { findSettings } from '#components/settings/find-settings.ts'
import { KeepAccounts } from '#components/settings/keep-accounts.tsx'
import { MoveSettings } from '#components/settings/move-settings.tsx'
import { FileLinksLink } from '#components/composer/attachments/file-link-list.tsx'
import { FilterLink } from '#components/filters/filter-link.tsx'
import { MailtoSetting } from '#components/share/mailto-setting.tsx'
import { MessageFileLink } from '#components/share/message-file-link.tsx'
import { PasswordLink } from '#components/password/password-link.tsx'
import { FetchLink } from '#components/fetching/fetch-form.tsx'
import { KeysLink } from '#components/keys/keys-link.tsx'
import { PhoneLink } from '#components/phone/phone-link.tsx'
import { ProgramsLink } from '#components/programs/programs-link.tsx'
import { SettingsForm } from '#components/settings/settings-form.tsx'
import { SettingsNav } from '#components/settings/settings-nav.tsx'
import { SupportVisits } from '#components/shell/support-bar.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { supportVisitsTo } from '#lib/http/admin/support.ts'
import { failedForm } from '#lib/http/failed-forms.ts'
import { linkRulesOf } from '#lib/http/file-links/file-links-of.ts'
import { mayFetch } from '#lib/http/fetching/fetch-site.ts'
import { hasFilters } from '#lib/http/filters/filter-desk.ts'
import { canChangePassword } from '#lib/http/password/password-site.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { accountsToKeep, whoseOf } from '#lib/http/seats/accounts-here.ts'
import { hasSeats } from '#lib/http/seats/has-seats.ts'
import { themes } from '#lib/http/themes/themes-of.ts'
import { appUrls, connectionsOf, currentSite, formToken, hasModule, requireSession, rootUrls, siteToEnter } from '#lib/http/wiring.ts'
import { datesOf } from '#lib/http/wording/dates-of.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { languagesOf, pageWords } from '#lib/http/wording/reader-language.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { EffectivePreferences } from '#lib/mail/preferences/effective.ts'
import { TOPICS, type Topic } from '#lib/mail/preferences/definition.ts'
import { PREFERENCE_NAMES, PREFERENCES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import { NoSuchPage } from '../../no-such-page.tsx'
import { attempt, one, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'

/** A page of the settings: one topic, or what a search over all of them finds, or the way to them. */
export async function settingsPage(topic: Topic | undefined, search: Search): Promise<ReactNode> {
  if (!(await hasModule('settings'))) return <NoSuchPage />
  const urls = appUrls()
  const words = await pageWords()
  const here = urls.settings(topic)
  const session = await requireSession(here)
  const site = await currentSite(session)
  const { effective, versions, isAvailable } = await preferences(session)
  const text = topic === undefined ? (one(search.q) ?? '').trim() : ''
  const names = topic !== undefined ? PREFERENCE_NAMES.filter((name) => PREFERENCES[name].topic === topic) : text === '' ? [] : findSettings(words, text)
  const languages = languagesOf(site)
  const isSeated = hasSeats(site) && hasSeats(await siteToEnter())
  const isShown = (name: PreferenceName): boolean => !effective[name].hidden && !(name === 'language' && languages.length < 2) && !(name === 'accounts' && !isSeated)
  const shown = names.filter((name) => isShown(name))
  if (topic !== undefined && shown.length === 0) return <NoSuchPage />
  const topics = TOPICS.filter((each) => PREFERENCE_NAMES.some((name) => PREFERENCES[name].topic === each && isShown(name)))
  // As in the gallery.
  const found = (await themes().all()).flatMap((each) => ('theme' in each ? [each.theme] : [])).toSorted((one, other) => one.title.localeCompare(other.title, 'en'))
  const themeNames = found.filter(({ offered }) => offered).map(({ name }) => name)
  const mailboxes = names.includes('mailboxes.sent') || names.includes('identities') ? valueOf(await attempt(() => listMailboxes(connectionsOf(session)))) : undefined
  const visits = topic === undefined ? await supportVisitsTo(session) : []
  const token = await formToken(session)
  const title = topic === undefined ? words.settings.title : words.settings.topics[topic]
  const nav = <SettingsNav topics={topics} current={topic} search={text} urls={urls} words={words} />
  return (
    <PlainPage title={title} site={site.title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink(topic === undefined ? 'settings' : { settings: topic })} saying={await sayingOf(search)} aside={topic !== undefined && nav}>
      <h1>{title}</h1>
      {topic === undefined && nav}
      {text !== '' && <p role="status">{shown.length === 0 ? words.settings.nothingFound : words.settings.found({ count: shown.length, text })} <a href={urls.settings()}>{words.settings.showAll}</a></p>}
      {shown.length > 0 && (
        <SettingsForm names={shown} effective={effective} versions={versions} isAvailable={isAvailable} typed={failedForm(one(search.failed))?.fields} offered={{ language: ['auto', ...languages], 'appearance.theme': ['', ...themeNames], ...offeredMailboxes(mailboxes, effective) }} themeTitles={Object.fromEntries(found.map((theme) => [theme.name, theme.title]))} urls={urls} token={token} here={here} words={words} />
      )}
      {topic === 'notifications' && effective['notifications.desktop'].value && <AllowNotices words={noticeWords(words)} />}
      {topic === 'accounts' && isShown('accounts') && !site.servers.freeChoice && <p>{words.settings.accountsOwnServer}</p>}
      {topic === 'accounts' && isShown('accounts') && !effective.accounts.lock && (
        <KeepAccounts offered={await accountsToKeep(session)} kept={effective.accounts.value} version={versions.accounts ?? 0} urls={urls} token={token} here={here} words={words} />
      )}
      {topic === 'appearance' && isShown('appearance.theme') && <p><a href={urls.themes()}>{words.themes.see}</a></p>}
      {topic === undefined && text === '' && (
        <>
          {valueOf(await attempt(() => canChangePassword(session))) && <PasswordLink urls={urls} words={words} />}
          {hasFilters(session) && <FilterLink urls={urls} words={words} />}
          {site.modules.signatures && <KeysLink urls={urls} words={words} />}
          {site.modules.phone && <PhoneLink urls={urls} words={words} />}
          {site.modules.contacts && site.modules.program_passwords && <ProgramsLink urls={urls} words={words} />}
          {linkRulesOf(session) && <FileLinksLink urls={urls} words={words.linking} />}
          {mayFetch(session) && <FetchLink urls={urls} words={words} />}
          <MessageFileLink urls={urls} words={words} />
          <MailtoSetting handler={rootUrls().mailtoHandler()} words={mailtoWords(words, site.title)} />
          <MoveSettings urls={urls} token={token} words={words} />
          {visits.length > 0 && <SupportVisits visits={visits} dates={await datesOf(session)} words={words} />}
        </>
      )}
    </PlainPage>
  )
}

/** Only these go along to the browser. */
function noticeWords({ settings: { noticesAsk, noticesAllowed, noticesRefused, noticesImpossible } }: PageWords): Parameters<typeof AllowNotices>[0]['words'] {
  return { noticesAsk, noticesAllowed, noticesRefused, noticesImpossible }
}

function mailtoWords({ app }: PageWords, site: string): Parameters<typeof MailtoSetting>[0]['words'] {
  return { title: app.mailto, hint: app.mailtoHint, use: app.mailtoUse({ site }), asked: app.mailtoAsked, impossible: app.mailtoImpossible }
}

/** The mailboxes that may be chosen for a use; without a list of them they are typed. */
function offeredMailboxes(mailboxes: readonly MailboxSummary[] | undefined, effective: EffectivePreferences): Readonly<Partial<Record<PreferenceName, readonly string[]>>> {
  if (!mailboxes) return {}
  const names = mailboxes.filter(({ name, selectable }) => selectable && name !== 'INBOX').map(({ name }) => name)
  return { identities: names, ...Object.fromEntries(USES.map((use) => [use, [...new Set(['', effective[use].value, ...names])]])) }
}

const USES = ['mailboxes.sent', 'mailboxes.drafts', 'mailboxes.trash', 'mailboxes.junk', 'mailboxes.archive'] as const
