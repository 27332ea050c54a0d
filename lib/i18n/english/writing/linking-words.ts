/** Words of sending a link in place of a file, in English: what the browser gets of them comes with the compose page. */
export const linking = {
  asLink: 'Send a link in place of the file',
  asLinkHint: 'For files that are too large: up to {size}. Whoever has the link can download the file for {days, plural, one {# day} other {# days}}.',
  offer: 'Send a link instead',
  line: '“{name}” ({size}), to download until {until}:',
  title: 'Files sent as links',
  hint: 'See who can still download what, and take links back.',
  about: 'Whoever has a link can download its file without signing in, until the link ends or you take it back.',
  none: 'You have no files that were sent as links.',
  downloads: '{count, number} of {most, number, integer} downloads',
  until: 'until {until}',
  remove: 'Take back “{name}”',
  removeShort: 'Take back',
  removed: '“{name}” was removed. Its link opens nothing any more.',
} as const

export const linkingRefusals = {
  'attachment-large-link': '“{name}” is too large to be attached: this message can take {megabytes, number} MB more. You can send a link in place of the file. Your text is kept.',
  'link-large': '“{name}” is too large to be sent as a link: {megabytes, number} MB are the most. Your text is kept.',
  'link-empty': '“{name}” is empty, so there is nothing to download. Your text is kept.',
  'links-no-space': 'There is no space for “{name}”: the files that you have sent as links take all of it. Take some of them back. Your text is kept.',
  'link-ended': 'There is nothing to download here: the link has ended, was taken back, or was used as often as it may be. Ask whoever sent it for another one.',
  'file-infected': '“{name}” was not taken: the virus scanner found “{virus}” in it. Your text is kept.',
  'file-not-scanned': '“{name}” was not taken: it has to be checked for viruses, and that did not work. Try again later. Your text is kept.',
} as const
