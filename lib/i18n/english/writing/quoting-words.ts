/** What stands around a quoted or forwarded message, in the language of whoever writes. `date` is in UTC: sender and reader may live in different zones. */
export const quoting = {
  wrote: 'On {date} UTC, {name} wrote:',
  wroteUndated: '{name} wrote:',
  somebody: 'somebody',
  forwarded: 'Forwarded message',
  dateInUtc: '{date} UTC',
  fields: { subject: 'Subject', date: 'Date', from: 'From', to: 'To', cc: 'Cc' },
} as const
