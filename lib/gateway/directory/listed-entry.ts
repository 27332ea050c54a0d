import type { FoundPerson } from '#lib/mail/people/found-person.ts'
import type { FoundEntry } from './look-up.ts'

/** An entry as a list of people shows it. */
export function listedEntry({ entry, written, sources }: FoundEntry): FoundPerson {
  const { name, kind, addresses, phones, organization, unit, dn, directory } = entry
  return {
    name,
    isGroup: kind === 'group',
    address: addresses[0] ?? '',
    phone: phones[0] ?? '',
    organization: [organization, unit].filter((part) => part !== '').join(', '),
    pick: { written, place: dn === '' ? undefined : { directory, entry: dn } },
    sources,
  }
}
