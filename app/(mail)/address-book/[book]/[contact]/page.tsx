import { ContactView } from '#components/address-book/contact-view.tsx'
import { GroupMembers } from '#components/address-book/group-members.tsx'
import { contactParams } from '#lib/api/address-book/address-book-shapes.ts'
import { viewCard } from '#lib/gateway/address-book/view-card.ts'
import { followDirectory } from '#lib/http/people/follow-directory.ts'
import { appUrls } from '#lib/http/wiring.ts'
import { birthdayOf } from '#lib/mail/contacts/birthday.ts'
import { mayWrite } from '#lib/mail/contacts/book.ts'
import { fieldsOfCard } from '#lib/mail/contacts/contact-fields.ts'
import type { Search } from '../../../load-mail-screen.ts'
import { addressBookPage } from '../../address-book-page.tsx'
import { conflictSection } from '../../outside/conflict-section.tsx'

interface Props {
  readonly params: Promise<{ readonly book: string; readonly contact: string }>
  readonly searchParams: Promise<Search>
}

export default async function ContactPage({ params, searchParams }: Props) {
  const search = await searchParams
  const given = await params
  return addressBookPage(appUrls().contact(given.book, given.contact), { search, current: given.book }, async (desk) => {
    const { of, session, urls, words, formats, token, failed } = desk
    const place = contactParams(given)
    const following = await followDirectory(session, of, place)
    const { book, card: row, writeTo, targets, members, expanded } = await viewCard(of, place)
    const known = birthdayOf(row.card)
    const birthday = known ? formats.day(known) : fieldsOfCard(row.card).texts.birthday
    return {
      title: row.name,
      content: (
        <>
          {await conflictSection(desk, { book, row, birthday })}
          <ContactView book={book} row={row} card={row.card} birthday={birthday} writeTo={writeTo} targets={targets} urls={urls} token={token} words={words} />
          {following && <p><a href={urls.directoryEntry({ of: following.place.directory, entry: following.place.dn })}>{words.people[following.state]({ title: following.title })}</a></p>}
          {expanded && <GroupMembers row={row} members={members} addresses={expanded.recipients.length} missing={expanded.missing} isCut={expanded.isCut} isWritable={mayWrite(book)} typed={failed?.fields.add?.[0] ?? ''} urls={urls} token={token} words={words} />}
        </>
      ),
    }
  })
}
