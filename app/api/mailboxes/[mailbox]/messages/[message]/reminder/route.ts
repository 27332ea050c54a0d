import { messageParams } from '#lib/api/mail-shapes.ts'
import { reminderRequest } from '#lib/api/reminder-shapes.ts'
import { setOfIds } from '#lib/gateway/act-on-messages.ts'
import { endReminder } from '#lib/gateway/reminders/end-reminder.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { signedIn } from '#lib/http/entrance.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { snooze, watchMessage } from '#lib/http/reminders/answer-reminder.ts'
import { reminders } from '#lib/http/reminders/reminder-site.ts'
import { accountRoute } from '#lib/http/route.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'

/** Puts a message off, waits for an answer to it, or ends either. */
export const POST = accountRoute({ params: messageParams, body: reminderRequest }, signedIn, async ({ session, connections, params, body, wants, words, returnPath }) => {
  const { values } = await preferences(session)
  const reminded = { clock: await reminders(), session, connections, chosen: chosenMailboxes(values), zone: values.time_zone }
  const said = (await words()).reminders
  if ('end' in body) {
    const kind = await endReminder(connections, params, reminded.chosen)
    return wants === 'json' ? json({ kind }) : seeOther(returnPath ?? appUrls().reminders(), kind === 'snoozed' ? said.isBack : said.isStopped)
  }
  const until = 'snooze' in body ? await snooze(reminded, setOfIds({ mailbox: params.mailbox, ids: [params] }), body) : await watchMessage(reminded, params, body.days)
  if (wants === 'json') return json({ until })
  return 'snooze' in body ? seeOther(returnPath ?? appUrls().mailbox(params.mailbox), said.isSnoozed) : seeOther(returnPath ?? appUrls().messageDetails(params), said.isWatched)
})
