/** What somebody has answered before, and what has changed since, in English. */
export const answered = {
  unsubscribeAgain: 'Unsubscribe once more',
  leftMyself: 'I have left this list',
  stillHere: 'I am still on this list',
  listLeft: 'You have left this list: its messages say so from now on.',
  listStays: 'You are on this list: its messages do not say any more that you left it.',
  accepted: 'You accepted on {date}.',
  tentative: 'You said “perhaps” on {date}.',
  declined: 'You declined on {date}.',
  changed: 'Changed since your answer',
  before: 'before: {before}',
  nothing: 'nothing',
  unchanged: 'What you were told of it has not changed since.',
  outdated: 'You have answered a newer version of this invitation.',
  notCopied: '{address} has been told. The copy for your sent mail could not be kept.',
} as const
