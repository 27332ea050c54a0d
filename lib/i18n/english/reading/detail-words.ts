/** The words of the page that says more about one message, in English. */
export const details = {
  title: 'More about “{subject}”',
  pictures: 'Pictures from elsewhere',
  proven: 'Your mail server proved that this message comes from {domain}.',
  unproven: 'Nothing proves that this message comes from {domain}: anybody can write that address. Pictures are shown by themselves only where there is a proof.',
  always: 'Always show pictures from {sender}',
  insist: 'Always show pictures from {sender}, proof or no proof',
  remembered: 'Pictures from {sender} are shown from now on. You can take it back in the settings, under “Reading”.',
  shownAlready: 'You show pictures from this sender.',
  settings: 'Settings for reading',
  receiptSent: '{to} is told that you have read this message.',
  receiptDeclined: 'Nobody is told that you have read this message, and you are not asked again.',
  receiptSubject: 'Read: {subject}',
  receiptText: 'This is a receipt for the message “{subject}” to {address}.\nIt was displayed. Whether it was read or understood nobody can promise.',
  tangled: 'This message is too large or too tangled to be shown as it was laid out. This is its text.',
  linkSays: 'A link in this message says {says} and leads to {leads}.',
  linkLookalike: 'A link in this message leads to {leads}, a name with letters that look like those of another one.',
  filter: 'Write a filter for messages like this one',
  charset: 'Characters',
  charsetHint: 'If the letters of this message are wrong, it may name a wrong character set, or none. Choose one to read it by.',
  charsetOwn: 'As the message itself says',
  list: 'Mailing list',
  listName: 'It calls itself “{name}”.',
  oneClick: 'Postern can tell {host} for you that you want no more of these. It is told nothing else about you.',
  unsubscribe: 'Unsubscribe now',
  unsubscribed: '{host} has confirmed that you are unsubscribed.',
  byMail: '{way}: write to {address}',
  byPage: '{way}: open {host}',
  ways: { unsubscribe: 'Unsubscribe', subscribe: 'Subscribe', post: 'Write to the list', help: 'Help', archive: 'Archive', owner: 'Who runs it' },
} as const

/** What cannot be done about a message, to be read by whoever asked for it. */
export const detailRefusals = {
  'answered-already': 'This message has been answered already, here or in another program; nothing was sent a second time.',
  'answer-not-sent': 'The answer could not be sent, and nothing has left. Try again in a moment.',
  'unsubscribe-failed': '{host} did not confirm that you are unsubscribed. Try again later, or take one of the other ways that the message names.',
} as const
