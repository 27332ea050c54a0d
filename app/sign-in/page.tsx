import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { mottosOf } from '#lib/http/admin/announcements.ts'
import { languagesToChoose, pageLanguage, pageWords } from '#lib/http/wording/reader-language.ts'
import { languageOf } from '#lib/i18n/languages.ts'
import { failedForm, notice } from '#lib/http/failed-forms.ts'
import { setPageStatus } from '#lib/http/page-status.ts'
import { pageLook } from '#lib/http/themes/themes-of.ts'
import { accountToEnter, signedInHere } from '#lib/http/seats/accounts-here.ts'
import { seatedHere } from '#lib/http/seats/seated.ts'
import { appUrls, formToken, siteToEnter } from '#lib/http/wiring.ts'
import { isTextBrowser } from '#components/shell/text-browser.ts'
import { SignInForm } from '#components/sign-in/sign-in-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const words = await pageWords()
  return { title: words.pageTitle({ page: words.signIn.title, site: (await siteToEnter()).title }) }
}

interface Search {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export default async function SignInPage({ searchParams }: Search) {
  const query = await searchParams
  const one = (name: string): string | undefined => (typeof query[name] === 'string' ? query[name] : undefined)
  const failed = failedForm(one('failed'))
  if (failed) setPageStatus(failed.status === 401 ? await unauthorized() : failed.status)
  const urls = appUrls()
  const site = await siteToEnter()
  const { theme } = await pageLook()
  const words = await pageWords()
  const account = one('account')
  const kept = await accountToEnter(account)
  const next = one('next') ?? failed?.fields.next?.[0] ?? ''
  return (
    <SignInForm
      words={words}
      languages={{ action: urls.api.language(), current: await pageLanguage(), offered: languagesToChoose(site).map((tag) => languageOf(tag)).filter((language) => language !== undefined) }}
      action={urls.api.session()}
      returnPath={withParameters(urls.signIn(), { next, account: kept && account })}
      token={await formToken()}
      next={next}
      failed={failed}
      kept={kept}
      signedIn={signedInHere(await seatedHere())}
      notice={notice(one('notice'))}
      freeChoice={site.servers.freeChoice}
      publicComputer={site.session.publicComputer}
      helpUrl={await helpLink('sign-in')}
      site={site.title}
      text={site.signInText}
      motd={(await mottosOf(site)).join('\n\n').trim()}
      header={theme?.slots['sign-in-header'] ?? ''}
      footer={theme?.slots['sign-in-footer'] ?? ''}
      link={theme?.helpLink}
    />
  )
}

function withParameters(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const said = Object.entries(parameters).filter((pair): pair is [string, string] => (pair[1] ?? '') !== '')
  return said.length === 0 ? path : `${path}?${new URLSearchParams(said)}`
}

/** A 401 without a challenge (RFC 9110 §15.5.2), which a form cannot give, is a page that Lynx does not show before it has asked. */
async function unauthorized(): Promise<401 | 403> {
  return isTextBrowser((await headers()).get('user-agent')) ? 403 : 401
}
