import type { ArgumentReader } from '../protocol/argument-reader.ts'
import { writeString } from '../protocol/quoting.ts'
import { ANY_STATE, SIGNED_IN, defineCommand, noArguments } from './command.ts'

/** RFC 2971 §3.3: no more than 30 pairs; beyond it a client has no business. */
const ID_PAIRS = 30

export const capability = defineCommand({
  name: 'CAPABILITY',
  states: ANY_STATE,
  spec: ['RFC 3501 §6.1.1'],
  capabilities: [{ name: 'IMAP4rev1', spec: 'RFC 3501' }],
  parse: noArguments,
  async run({ out, capabilities }) {
    await out.untagged(`CAPABILITY ${capabilities()}`)
    return {}
  },
})

export const noop = defineCommand({
  name: 'NOOP',
  states: ANY_STATE,
  spec: ['RFC 3501 §6.1.2'],
  expungeAllowed: true,
  parse: noArguments,
  run: async () => ({}),
})

export const logout = defineCommand({
  name: 'LOGOUT',
  states: ANY_STATE,
  spec: ['RFC 3501 §6.1.3'],
  parse: noArguments,
  async run({ session, out }) {
    session.deselect()
    session.logOut()
    await out.untagged('BYE Goodbye')
    return { then: 'close' as const }
  },
})

export const id = defineCommand({
  name: 'ID',
  states: ANY_STATE,
  spec: ['RFC 2971 §3.1'],
  capabilities: [{ name: 'ID', spec: 'RFC 2971' }],
  parse: skipIdList,
  async run({ session, out }) {
    await out.untagged(`ID ("name" "Postern" "version" ${writeString(session.server.version)})`)
    return {}
  },
})

/** `id_params_list = "(" *(string SPACE nstring) ")" / nil`; what a client says of itself is read and dropped. */
async function skipIdList(args: ArgumentReader): Promise<undefined> {
  args.expect(' ')
  if (!args.accept('NIL')) {
    args.expect('(')
    for (let pairs = 0; !args.accept(')'); pairs++) {
      if (pairs === ID_PAIRS) throw args.problem('")"')
      if (pairs > 0) args.expect(' ')
      await args.string('a field name')
      args.expect(' ')
      await args.nstring('a field value')
    }
  }
  args.end()
  return undefined
}

export const enable = defineCommand({
  name: 'ENABLE',
  states: SIGNED_IN,
  spec: ['RFC 5161 §3.1', 'RFC 7162 §3.1', 'RFC 7162 §3.2.3', 'RFC 5464 §4.1'],
  capabilities: [{ name: 'ENABLE', spec: 'RFC 5161' }],
  parse(args) {
    const names: string[] = []
    do {
      args.expect(' ')
      names.push(args.atom('a capability').toUpperCase())
    } while (!args.atEnd)
    return names
  },
  async run({ session, out }, names) {
    // RFC 5161 §3.1: what cannot be enabled is passed over in silence.
    const enabled: string[] = []
    if (names.includes('CONDSTORE') && !session.condstore) {
      session.condstore = true
      enabled.push('CONDSTORE')
    }
    // RFC 7162 §3.2.3: QRESYNC brings CONDSTORE with it.
    if (names.includes('QRESYNC') && !session.qresync) {
      session.condstore = session.qresync = true
      enabled.push('QRESYNC')
    }
    const metadata = names.filter((name) => name === 'METADATA' || name === 'METADATA-SERVER')
    if (metadata.length > 0 && session.enableAnnotations()) enabled.push(...new Set(metadata))
    await out.untagged(['ENABLED', ...enabled].join(' '))
    return {}
  },
})
