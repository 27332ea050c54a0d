import 'server-only'
import { leftList, type KeptAnswers } from '#lib/gateway/answers/kept-answers.ts'
import { openAnswerStore } from '#lib/gateway/answers/open-store.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { openOnce } from '../open-once.ts'
import { config, log } from '../wiring.ts'

/** What somebody who is signed in has answered, and where it is kept. */
export function answersOf({ account }: Pick<SignedIn, 'account'>): KeptAnswers {
  return { store: () => openOnce('answers', openAnswerStore, config(), log()), account, log: log() }
}

/** The message with when its reader left the list that it comes from. */
export async function withListLeft(session: SignedIn, view: MessageView): Promise<MessageView> {
  const left = view.list && (await leftList(answersOf(session), view.list, view.envelope.from))
  return view.list && left !== undefined ? { ...view, list: { ...view.list, left } } : view
}
