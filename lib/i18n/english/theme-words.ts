/** The words of the page that shows all themes. */
export const themes = {
  title: 'Themes',
  about: 'This is how each theme looks when it is light and when it is dark. A theme changes colours, letters and shapes, and nothing else.',
  see: 'See what each theme looks like',
  use: 'Use this theme',
  useOf: 'Use this theme: {name}',
  inUse: 'In use',
  basedOn: 'Based on {name}',
  pictured: '{name}, {scheme}',
  subject: 'Lunch on Friday?',
  otherSubject: 'Notes from our meeting',
} as const
