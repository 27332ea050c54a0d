import { announcementForm } from '#lib/api/admin/admin-shapes.ts'
import { adminRoute } from '#lib/http/admin/administrator.ts'
import { announcements, mayAnnounce, sayToPerson } from '#lib/http/admin/announcements.ts'
import { json, seeOther } from '#lib/http/answers.ts'
import { auditAct } from '#lib/http/request/audit.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { EVERY_SITE } from '#lib/mail/sites/alert.ts'
import { noSuchRoute } from '#lib/http/route.ts'

export const POST = adminRoute({ body: announcementForm, formPage: () => appUrls().admin('announcements') }, async ({ request, body, wants, words, log, session }, administrator) => {
  const { kind, site, text } = body
  if (!mayAnnounce(administrator, site)) return noSuchRoute()
  const { admin } = await words()
  if (kind === 'person') {
    await sayToPerson({ site, person: body.user, text })
    auditAct({ request, log }, session, 'alert-to-person', { person: body.user, ofSite: site, act: text === '' ? 'take-back' : 'show' })
    return wants === 'json' ? json({ site, user: body.user, text }) : seeOther(appUrls().admin('announcements'), (text === '' ? admin.takenBackFrom : admin.saidToPerson)({ user: body.user }))
  }
  await announcements().say(site, kind, text)
  // An alert is for everybody on the site, so it may stand in the log; the rest is not.
  auditAct({ request, log }, session, 'announcement', { kind, forSite: site, text: kind === 'alert' ? text : undefined })
  if (wants === 'json') return json({ site, kind, text })
  const title = site === EVERY_SITE ? admin.everySiteInText : (administrator.sites.find(({ name }) => name === site)?.title ?? site)
  return seeOther(appUrls().admin('announcements'), (kind === 'motd' ? admin.motdSaved : text === '' ? admin.alertCleared : admin.alertSaid)({ site: title }))
})
