import type { Asker, Directory } from '#lib/directory/directory.ts'
import type { Log } from '#lib/log/log.ts'
import type { DirectoryDetails } from '#lib/mail/directory/directory-details.ts'
import { askDirectory, type DirectoryProblem } from './ask-directory.ts'
import type { FoundEntry } from './look-up.ts'
import { writtenAddress } from './written-address.ts'

/** One entry with those whom it names. */
export interface PersonView {
  readonly details: DirectoryDetails
  /** Every address as it is written into a message. */
  readonly written: readonly string[]
  /** Who leads them; undefined where nobody is named, or nobody is there. */
  readonly manager: { readonly dn: string; readonly name: string } | undefined
  /** Of a group: who belongs to it, as far as the directory tells. */
  readonly members: readonly FoundEntry[]
  readonly hasMoreMembers: boolean
}

/** All about one entry; undefined where the directory has none of that name. */
export async function readPerson(directory: Directory, dn: string, asker: Asker, log: Log): Promise<PersonView | DirectoryProblem | undefined> {
  return askDirectory(directory, () => view(directory, dn, asker), { log })
}

async function view(directory: Directory, dn: string, asker: Asker): Promise<PersonView | undefined> {
  const details = await directory.read(dn, asker)
  if (!details) return undefined
  const { entry, members } = details
  const sources = [directory.settings.title]
  const [manager, read] = await Promise.all([
    entry.manager === '' ? undefined : directory.read(entry.manager, asker),
    Promise.all(members.names.map((name) => directory.read(name, asker))),
  ])
  const known = read.flatMap((each): FoundEntry[] => (each ? [{ entry: each.entry, written: writtenAddress(each.entry), sources }] : []))
  const named = members.addresses.map((address): FoundEntry => ({ entry: { ...NOBODY, name: address, addresses: [address], directory: entry.directory }, written: address, sources }))
  return {
    details,
    written: entry.addresses.map((address) => writtenAddress(entry, address)),
    manager: manager && { dn: manager.entry.dn, name: manager.entry.name },
    members: [...known, ...named],
    hasMoreMembers: members.hasMore || known.length < members.names.length,
  }
}

/** An address that stands in a group alone. */
const NOBODY = { dn: '', kind: 'person', phones: [], organization: '', unit: '', title: '', city: '', manager: '' } as const
