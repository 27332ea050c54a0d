/** The words of the help: around the pages of the manual, and of the search over them. */
export const help = {
  people: 'For people',
  administrators: 'For administrators',
  contents: 'Contents',
  search: 'Search the help',
  searchButton: 'Search',
  found: '{count, plural, one {# section} other {# sections}} with “{text}”',
  foundMany: 'The first {count, number} sections with “{text}”. Another word finds fewer.',
  nothingFound: 'No section of the help has all of these words: “{text}”.',
  nothingFoundHint: 'Try fewer or other words, or choose a page from the contents.',
  askFirst: 'Type one or more words; sections that have all of them are found.',
  newer: 'The English page is newer in these sections:',
  toTranslation: 'Back to this page in your language',
  inEnglish: 'This page is there in English only.',
} as const
