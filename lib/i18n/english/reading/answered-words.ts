/** What somebody has answered before, and what has changed since, in English. */
export const answered = {
  unsubscribeAgain: 'Unsubscribe once more',
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
