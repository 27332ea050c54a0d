import type { Log } from '#lib/log/log.ts'
import type { Address } from '#lib/mail/envelope.ts'
import type { InvitationFacts, KnownAnswer } from '#lib/mail/reading/invitations/known-answer.ts'
import { factsOf } from '#lib/mail/reading/invitations/known-answer.ts'
import { INVITATION_ANSWERS, type Invitation, type InvitationAnswer } from '#lib/mail/reading/invitations/invitation.ts'
import type { ListView } from '#lib/mail/reading/lists/list-view.ts'
import type { AnswerStore } from '#lib/prefs/answers/answer-store.ts'

/** What one person has answered. A store that fails is told to the log alone: nobody reads less, and nothing that was said is unsaid. */
export interface KeptAnswers {
  readonly store: () => Promise<AnswerStore>
  readonly account: string
  readonly log: Log
}

/** When they left that list, ISO 8601; undefined where they did not, as far as is known. */
export async function leftList({ store, account, log }: KeptAnswers, list: ListView, from: readonly Address[]): Promise<string | undefined> {
  const about = listKey(list, from)
  const answer = about === '' ? undefined : await orNothing(log, async () => (await store()).find(account, 'list', about))
  return answer && new Date(answer.at).toISOString()
}

/** They have left that list now: as that host confirmed, by a message to that address, or, '', as they say themselves. */
export async function keepListLeft({ store, account, log }: KeptAnswers, { list, from, by }: { readonly list: ListView; readonly from: readonly Address[]; readonly by: string }): Promise<void> {
  const about = listKey(list, from)
  if (about !== '') await orNothing(log, async () => (await store()).keep(account, { kind: 'list', about, said: JSON.stringify({ by }), at: Date.now() }))
}

/** They are still on that list, or again. */
export async function forgetListLeft({ store, account, log }: KeptAnswers, list: ListView, from: readonly Address[]): Promise<void> {
  const about = listKey(list, from)
  if (about !== '') await orNothing(log, async () => (await store()).forget(account, 'list', about))
}

/** What they said to that invitation, or to an earlier one to the same appointment. */
export async function knownAnswer({ store, account, log }: KeptAnswers, invitation: Invitation): Promise<KnownAnswer | undefined> {
  if (invitation.uid === '') return undefined
  const answer = await orNothing(log, async () => (await store()).find(account, 'invitation', appointmentKey(invitation)))
  if (!answer) return undefined
  const said = JSON.parse(answer.said) as { readonly answer?: unknown; readonly facts: InvitationFacts }
  const how = INVITATION_ANSWERS.find((each) => each === said.answer)
  return how && { answer: how, at: new Date(answer.at).toISOString(), facts: said.facts }
}

/** They have said that to that invitation now. */
export async function keepInvitationAnswer({ store, account, log }: KeptAnswers, invitation: Invitation, answer: InvitationAnswer): Promise<void> {
  const said = JSON.stringify({ answer, facts: factsOf(invitation) })
  await orNothing(log, async () => (await store()).keep(account, { kind: 'invitation', about: appointmentKey(invitation), said, at: Date.now() }))
}

/** By its List-Id (RFC 2919), else by who sends it; '' where neither is known. */
function listKey(list: ListView, from: readonly Address[]): string {
  return (list.id || (from[0]?.address ?? '')).toLowerCase()
}

/** Of a series one appointment may be answered by itself (RFC 5545 §3.8.4.4). */
function appointmentKey({ uid, recurrence }: Invitation): string {
  return JSON.stringify([uid, recurrence ?? null])
}

async function orNothing<T>(log: Log, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    log.error('answers', error)
    return undefined
  }
}
