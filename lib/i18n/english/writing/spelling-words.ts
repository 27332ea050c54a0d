/** Words of the spelling panel that only the server writes, in English: what the browser gets of them comes with the compose page. */
export const spelling = {
  check: 'Check spelling',
  panel: 'Spelling',
  unknown: 'These words are in none of the dictionaries:',
  none: 'No unknown words.',
  checking: 'Checking the spelling…',
  offline: 'The spelling could not be checked: Postern cannot be reached.',
  replaceBy: 'Replace by',
  other: 'Another word',
  replace: 'Replace',
  replaceAll: 'Replace all',
  ignore: 'Ignore',
  remember: 'Add to my words',
  languages: 'Languages',
  again: 'Check again',
  cuts: {
    long: 'The text is very long: only its beginning was checked.',
    many: 'There are more unknown words than are shown.',
    slow: 'Checking took too long: the end of the text was not looked at.',
  },
} as const

/** What is said where something of it cannot be done. */
export const spellingRefusals = {
  'spelling-busy': 'The spelling could not be checked: it took too long, or another check is still running. Your text is kept; try again in a moment.',
  'spelling-word': 'This is no word that can be added: a word has letters, and hyphens or apostrophes between them.',
  'spelling-words-many': 'You have added {most, number} words already. Remove some in the settings first.',
} as const
