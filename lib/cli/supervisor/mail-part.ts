import type { Config } from '#lib/config/config.ts'
import { sitesInTheBox } from '#lib/config/servers-in-the-box.ts'
import { AnnouncementBoard, openAnnouncements } from '#lib/gateway/admin/announcement-board.ts'
import { EVERY_SITE } from '#lib/mail/sites/alert.ts'
import { startMailServer } from '#lib/mail-server/server.ts'
import type { StartPart } from './running.ts'

/** The mail server in the box; what administrators announce beside it, its mail programs are told too. */
export const startMail: StartPart = async (config, log, { inherited }) => {
  const server = await startMailServer(config, log, inherited)
  const board = new AnnouncementBoard(() => openAnnouncements(config.data), log)
  board.listen(placeOfPrograms(config), ([alert]) => server.alert(alert?.text ?? ''))
  // Whoever is meant has the same account on every site that is served from here.
  const places = [EVERY_SITE, ...sitesInTheBox(config).map(({ name }) => name)]
  board.watch((all) => all.flatMap(({ site, person, text }) => (person !== undefined && places.includes(site) ? [[person, text] as const] : [])), (lines) => server.alertPeople(lines))
  return {
    ...server,
    reload: (next) => void server.reload(next),
    async close() {
      await board.close()
      await server.close()
    },
  }
}

/** A mail program names no site: it hears what is said to everybody, and where all that is served here is one site, what is said there. */
function placeOfPrograms(config: Config): string {
  const [site, ...others] = sitesInTheBox(config)
  return site !== undefined && others.length === 0 ? site.name : EVERY_SITE
}
