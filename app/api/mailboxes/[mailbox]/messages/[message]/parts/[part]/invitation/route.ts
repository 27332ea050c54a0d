import { invitationAnswer, partParams } from '#lib/api/mail-shapes.ts'
import { keepInvitationAnswer } from '#lib/gateway/answers/kept-answers.ts'
import { answerInvitation } from '#lib/gateway/invitations/answer-invitation.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { answersOf } from '#lib/http/reading/answers-of.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { writerOf } from '#lib/http/writing/writing-site.ts'

/** Tells whoever invites whether the person comes. */
export const POST = accountRoute({ params: partParams, body: invitationAnswer }, signedIn, async ({ session, params, body: { answer }, wants, words, returnPath }) => {
  const { invitations, answered } = await words()
  const { address, isCopied } = await answerInvitation(await writerOf(session), params, answer, { subject: invitations.subjects[answer], remember: (...said) => keepInvitationAnswer(answersOf(session), ...said) })
  if (wants === 'json') return json({ answer, address, isCopied })
  return seeOther(returnPath ?? appUrls().messagePart(params.ref, params.section), (isCopied ? invitations.sent : answered.notCopied)({ address }))
})
