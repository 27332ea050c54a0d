import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueFiles } from './catalogue-files.ts'
import { textsOf } from './check-catalogue.ts'
import { pages } from './english/pages.ts'
import { screens } from './english/screens.ts'
import type { Catalogue } from './message-type.ts'

/** What only those who know the protocols understand. */
const JARGON = /\b(?:expunged?|uid|uidvalidity|imap|smtp|sasl|(?<!S\/)mime|rfc ?\d+|fetch|append|literal|multipart|base64|utf-8|daemon|json|http|tls|starttls|cookie)\b/i

/** Where the field's terms are what a reader looks for: pages for administrators, settings of other programs, and names of standards. */
const FOR_EXPERTS = [/^(?:admin|themeEditor|themeReasons|configNotes|configMistakes|expectations|valueSources) /, /^phone /, /^about /, /^(?:signIn|fetching) › (?:hostHint|securityTls|securityStarttls)/, /^preferences › accounts › options /, /^failure › server-not-imap /, /› keywords$/]

test('people need not know how mail travels: no screen says so', async () => {
  const catalogues: readonly { readonly name: string; readonly catalogue: Catalogue }[] = [{ name: 'en', catalogue: { ...screens, ...pages } }, ...(await catalogueFiles())]
  const found = catalogues.flatMap(({ name, catalogue }) =>
    textsOf(catalogue)
      .filter(([text, words]) => JARGON.test(words.replaceAll(/\{[^}]*\}/g, '')) && !FOR_EXPERTS.some((place) => place.test(text)))
      .map(([text, words]) => `${name}: ${text}: ${words}`),
  )
  assert.deepEqual(found, [])
})
