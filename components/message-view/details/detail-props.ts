import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'

/** What each section of the page about a message knows. */
export interface DetailProps {
  readonly message: MessageRef
  readonly view: MessageView
  readonly token: string
  /** What Intl is asked for. */
  readonly locale: string
  readonly dates: DateWriter
  readonly urls: Urls
  readonly words: PageWords
}
