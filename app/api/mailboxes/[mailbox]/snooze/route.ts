import { mailboxParams } from '#lib/api/mail-shapes.ts'
import { snoozeSeveral } from '#lib/api/reminder-shapes.ts'
import { setOfIds } from '#lib/gateway/act-on-messages.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { snooze } from '#lib/http/reminders/answer-reminder.ts'
import { reminders } from '#lib/http/reminders/reminder-site.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'

/** Puts messages off that were chosen in an index. */
export const POST = accountRoute({ params: mailboxParams, body: snoozeSeveral }, signedIn, async ({ session, connections, params, body: { ids, ...asked }, wants, words, returnPath }) => {
  const set = setOfIds({ ...params, ids })
  const { values } = await preferences(session)
  const until = await snooze({ clock: await reminders(), session, connections, zone: values.time_zone }, set, asked)
  return wants === 'json' ? json({ until }) : seeOther(returnPath ?? appUrls().mailbox(params.mailbox), (await words()).reminders.areSnoozed({ count: ids.length }))
})
