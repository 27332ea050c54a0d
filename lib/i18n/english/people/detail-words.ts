/** The words of the page that says more about one message, in English. */
export const details = {
  title: 'More about “{subject}”',
  none: 'There is nothing more to say about this message.',
  pictures: 'Pictures from elsewhere',
  proven: 'Your mail server proved that this message comes from {domain}.',
  unproven: 'Nothing proves that this message comes from {domain}: anybody can write that address. Pictures are shown by themselves only where there is a proof.',
  always: 'Always show pictures from {sender}',
  insist: 'Always show pictures from {sender}, proof or no proof',
  remembered: 'Pictures from {sender} are shown from now on. You can take it back in the settings, under “Reading”.',
  shownAlready: 'You show pictures from this sender.',
  settings: 'Settings for reading',
} as const
