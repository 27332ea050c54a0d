import type { Urls } from '#lib/api/urls.ts'
import type { Words } from '#lib/i18n/words.ts'
import type { OpenCompositionItem } from '../../composer/open-compositions.tsx'
import type { MailStore } from '../../mail-state/mail-store.ts'
import { beginComposition, explainFailure, listOpenCompositions } from '../http-mail-client.ts'
import type { Browser } from '../mail-controller.ts'
import { CompositionDesk } from './composition-desk.ts'

export interface DeskSurroundings {
  readonly urls: Urls
  readonly browser: Pick<Browser, 'visit' | 'leave'>
  readonly store: MailStore
  readonly words: Words
}

/** The desk of a mail screen in a browser. */
export function makeDesk({ urls, browser, store, words }: DeskSurroundings, offered: readonly OpenCompositionItem[]): CompositionDesk {
  return new CompositionDesk({
    urls,
    browser,
    begin: (fields) => beginComposition(urls, fields),
    listOpen: () => listOpenCompositions(urls),
    loadForm: async () => (await import('../../composer/opening/composition-in-page.tsx')).CompositionInPage,
    fail: (error) => {
      const why = explainFailure(words, error)
      if (why === 'sign-in') browser.leave(window.location.href)
      else if (why) store.dispatch({ type: 'said', saying: why })
    },
    say: (sentence) => store.dispatch({ type: 'said', saying: { kind: 'problem', sentence } }),
  }, offered)
}
