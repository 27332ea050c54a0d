import { PasswordForm } from '#components/password/password-form.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { canChangePassword } from '#lib/http/password/password-site.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { attempt, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

export default async function PasswordPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('password'))) return <NoSuchPage />
  const urls = appUrls()
  const session = await requireSession(urls.password())
  const asked = await attempt(() => canChangePassword(session))
  const isThere = valueOf(asked)
  if (isThere === false) return <NoSuchPage />
  const [words, search, site] = [await pageWords(), await searchParams, await currentSite(session)]
  return (
    <PlainPage title={words.password.title} site={site.title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('password')} saying={await sayingOf(search, 'failure' in asked ? asked.failure : undefined)}>
      <h1>{words.password.title}</h1>
      {isThere && <PasswordForm user={session.user} least={site.leastPasswordLength} urls={urls} token={await formToken(session)} words={words} />}
    </PlainPage>
  )
}
