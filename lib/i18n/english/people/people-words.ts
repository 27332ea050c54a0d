/** The words of the search in all address books and directories, in English. */
export const people = {
  title: 'Search people',
  about: 'One search in all your address books and all directories.',
  text: 'Name, address or telephone',
  submit: 'Search',
  byFields: 'Look up by city, department and more',
  everywhere: 'Search address books and directories at once',
  nobodyHint: 'Try fewer letters: each word is looked for as a beginning.',
  more: 'There are others who are not shown: {sources}. Type more.',
  othersAnswer: 'The others have been searched all the same.',
  addToBook: 'Add to the address book',
  added: '{count, plural, =0 {Nobody was added.} one {One contact was added.} other {# contacts were added.}}',
  directoryBook: 'This book is kept in a directory of your site, where other programs can read it, too. It holds names, e-mail addresses, telephone numbers, organisation, position, one postal address without its country, web pages, a JPEG photo and a note; what it has no place for is refused.',
  known: '{count, plural, one {One was there already.} other {# were there already.}}',
} as const
