import { startDirectoryServer, type PublishedEntry } from '#lib/directory-server/directory-server.ts'
import { createLog } from '#lib/log/log.ts'

export const PIER = 'dc=pier,dc=test'
export const ZOE_DN = `uid=zoe,ou=people,${PIER}`
/** Octets that are no text in any encoding. */
export const ZOE_PHOTO = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0xc3, 0x28])
export const ZOE_CERTIFICATE = Uint8Array.from([0x30, 0x82, 1, 0, 0xc3, 0x28])
export const ZOE_PASSWORD = 'Blaß & "quoted"'

/** A person of the pier, as inetOrgPerson has them. */
function pierPerson(uid: string, cn: string, sn: string, more: PublishedEntry['attributes'] = {}): PublishedEntry {
  return { dn: `uid=${uid},ou=people,${PIER}`, attributes: { objectClass: ['top', 'inetOrgPerson', 'person'], uid: [uid], cn: [cn], sn: [sn], mail: [`${uid}@pier.test`], ...more } }
}

const ENTRIES: readonly PublishedEntry[] = [
  pierPerson('zoe', 'Zoë Ōe', 'Ōe', { telephoneNumber: ['+43 1 234'], title: ['Harbour master'], o: ['The pier'], jpegPhoto: [ZOE_PHOTO], 'userCertificate;binary': [ZOE_CERTIFICATE] }),
  pierPerson('meier', 'Hans Meier', 'Meier', { manager: [ZOE_DN] }),
  pierPerson('meyer', 'Grete Meyer', 'Meyer'),
  pierPerson('ada', 'Ада Петрова', 'Петрова'),
  ...Array.from({ length: 30 }, (_, at) => pierPerson(`crew${at}`, `Crew ${at} (deck*)`, `Crew${at}`)),
  { dn: `cn=deck,ou=groups,${PIER}`, attributes: { objectClass: ['groupOfNames'], cn: ['Deck'], mail: ['deck@pier.test'], member: [ZOE_DN] } },
  { dn: `cn=printer,ou=things,${PIER}`, attributes: { objectClass: ['device'], cn: ['Meyer’s printer'] } },
]

export interface PierDirectory {
  readonly port: number
  /** Searches and binds that it has had. */
  readonly asked: { searches: number; binds: number }
  close(): Promise<void>
}

/** The directory of a pier on loopback; Zoë alone has a password. */
export async function startPierDirectory(): Promise<PierDirectory> {
  const asked = { searches: 0, binds: 0 }
  const server = await startDirectoryServer({
    host: '127.0.0.1',
    port: 0,
    base: PIER,
    log: createLog('error', () => undefined),
    entries: async () => {
      asked.searches++
      return ENTRIES
    },
    verify: async (dn, password) => {
      asked.binds++
      return dn.replaceAll(' ', '') === ZOE_DN && password === ZOE_PASSWORD
    },
  })
  return { ...server, asked }
}
