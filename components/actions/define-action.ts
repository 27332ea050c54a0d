import type { Words } from '#lib/i18n/words.ts'
import type { CompositionKind } from '#lib/mail/composition.ts'
import type { MessageAction, MessageSummary } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { SpecialUse } from '#lib/mail/special-use.ts'
import type { IconName } from '../ui/icon.tsx'

/** What an action may know before it is offered. */
export interface ActionSituation {
  /** The messages that it would act on: those chosen, else the open one, else the one under the cursor. */
  readonly messages: readonly (MessageSummary & Pick<MessageView, 'list'>)[]
  readonly writable: boolean
  readonly mailboxUse: SpecialUse | '\\Inbox' | undefined
}

/** What an action can make the screen do. */
export interface MailControl extends ActionSituation {
  /** Carries out on `messages` what the form's button of that name does. */
  change(action: MessageAction): void
  /** Begins a composition about the open message, or a new one. */
  compose(kind: CompositionKind): void
  /** Moves the cursor, and the open message with it. */
  walk(step: 1 | -1): void
  open(): void
  toggleChosen(): void
  focusSearch(): void
  /** Shows where the messages could go, and lets one choose. */
  focusMove(): void
  goToInbox(): void
  showShortcuts(): void
  /** Closes what is on top: sheet, choice, open message. */
  back(): void
}

/** One thing a person can do with mail; toolbar, shortcut sheet, keyboard and tests read the same object. */
export interface MailAction {
  readonly name: string
  label(words: Words): string
  readonly icon: IconName
  /** As KeyboardEvent.key says it; two keys apart by a blank are pressed one after the other. */
  readonly keys: readonly string[]
  /** The value of `action` by which a form without scripts asks for the same. */
  readonly submits?: MessageAction
  /** The value of `kind` by which a form without scripts begins the same composition. */
  readonly composes?: CompositionKind
  applies(situation: ActionSituation): boolean
  perform(control: MailControl): void
}

export function defineAction(action: MailAction): MailAction {
  return action
}

/** For `applies`: there is a message to act on, and the mailbox may be changed. */
export const hasWritableMessages = ({ messages, writable }: ActionSituation): boolean => writable && messages.length > 0
export const hasMessages = ({ messages }: ActionSituation): boolean => messages.length > 0
export const hasOneMessage = ({ messages }: ActionSituation): boolean => messages.length === 1
export const always = (): boolean => true
