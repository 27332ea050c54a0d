/** Words of the compose page that only the server writes, in English: what the browser gets of them comes with the page. */
export const composing = {
  reports: 'Ask for',
  reportChoices: { none: 'Nothing', receipt: 'A receipt when it is read', delivery: 'A report when it is delivered', both: 'Both' },
  followUp: 'Remind me if nobody answers',
  followUpChoices: { none: 'Never', 1: 'After a day', 3: 'After 3 days', 7: 'After a week' },
  followUpNeedsCopy: 'A reminder needs a copy in Sent, and your settings keep none.',
  copy: 'Keep a copy in',
  copyUsual: 'As usual',
  copyNone: 'Nowhere',
  leaveOutQuotation: 'Leave out the quoted message',
  headers: 'Header lines',
  headersHint: 'One in each line, such as X-Project: Harbour',
  redirectHint: 'The message goes on as it is: whoever gets it sees its first sender, and that it came through you.',
  beforeSending: 'Not sent yet. Please look once more:',
  sendAnyway: 'Send anyway',
  hints: {
    'no-subject': 'The message has no subject.',
    'no-attachment': 'Your text speaks of an attachment, but no file is attached.',
    'many-visible': 'Many people get this message, and each sees the addresses of all the others. Bcc hides them.',
    'reply-all': 'Your answer goes to everybody who got the message.',
    'lookalike-domain': 'The address of a recipient is one letter away from a well-known one. Is it spelled right?',
  },
} as const
