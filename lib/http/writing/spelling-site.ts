import 'server-only'
import { addOwnWord, chooseSpellingLanguages } from '#lib/gateway/spelling/own-words.ts'
import type { SpellingDesk } from '#lib/gateway/spelling/spelling-desk.ts'
import { spellingLanguages } from '#lib/gateway/spelling/spelling-languages.ts'
import { localeOf } from '#lib/i18n/formats.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { isImposed } from '#lib/mail/preferences/effective.ts'
import { MOST_LANGUAGES, type SpellingReport, type SpellingView } from '#lib/mail/writing/spelling/unknown-word.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { preferences, preferencesOf } from '../preferences/preferences-of.ts'
import { processSingleton } from '../process-singleton.ts'
import { explainFailure } from '../wording/failure-sentences.ts'
import { pageLanguage, pageWords } from '../wording/reader-language.ts'
import { currentSite } from '../wiring.ts'
import { readIgnored } from './spelling-form.ts'

/** The dictionaries of this process; undefined where nothing has opened them. */
const spellingDesk = (): SpellingDesk | undefined => processSingleton<{ readonly desk?: SpellingDesk }>('spelling', () => ({})).desk

/** What somebody's texts are checked with. */
async function toolsOf(session: SignedIn) {
  const [{ effective, values }, site] = [await preferences(session), await currentSite(session)]
  const there = (await spellingDesk()?.languages(site.spellingLanguages)) ?? []
  return { effective, values, there, isThere: site.modules.spelling && there.length > 0, chosen: spellingLanguages(values['spelling.languages'], await pageLanguage(), there) }
}

/** Checks a text with the person's languages and words, or with other languages. Throws as the desk does. */
export async function checkSpelling(session: SignedIn, text: string, languages?: readonly string[]): Promise<SpellingReport> {
  const desk = spellingDesk()
  const { values, there, chosen } = await toolsOf(session)
  if (!desk) return { unknown: [], cut: 'none' }
  const asked = languages === undefined ? chosen : there.filter((language) => languages.includes(language)).slice(0, MOST_LANGUAGES)
  return desk.check({ account: session.account, text: text.replaceAll(/\r\n?/g, '\n'), languages: asked, own: values['spelling.words'] })
}

/** What the compose page shows of spelling; undefined where nothing can be checked. `asked` are the fields of whoever asked for a check without a script. */
export async function viewSpelling(session: SignedIn, body: string, asked: Readonly<Record<string, readonly string[]>> | undefined): Promise<SpellingView | undefined> {
  const { effective, there, isThere, chosen } = await toolsOf(session)
  if (!isThere) return undefined
  const names = new Intl.DisplayNames(localeOf(await pageLanguage()), { type: 'language' })
  const view = {
    languages: there.map((tag) => ({ tag, name: names.of(tag) ?? tag, isChosen: chosen.includes(tag) })),
    canChoose: !isImposed(effective['spelling.languages']),
    ignored: readIgnored(asked ?? {}),
  }
  if (asked === undefined) return view
  try {
    return { ...view, report: await checkSpelling(session, body) }
  } catch (error) {
    if (!isGatewayError(error)) throw error
    return { ...view, problem: explainFailure(await pageWords(), error).sentence }
  }
}

/** That word is right from now on. Throws as `addOwnWord` does. */
export async function rememberWord(session: SignedIn, word: string): Promise<void> {
  await addOwnWord(await preferencesOf(session), word)
}

/** Texts are checked in those languages from now on, as far as there are dictionaries of them; an administrator's choice stays. */
export async function rememberLanguages(session: SignedIn, languages: readonly string[]): Promise<void> {
  const { effective, there, chosen } = await toolsOf(session)
  const known = there.filter((language) => languages.includes(language)).slice(0, MOST_LANGUAGES)
  if (known.length === 0 || isImposed(effective['spelling.languages']) || JSON.stringify(known) === JSON.stringify(there.filter((each) => chosen.includes(each)))) return
  await chooseSpellingLanguages(await preferencesOf(session), known)
}
