/** The page that fetches mail of another account. */
export const fetching = {
  title: 'Mail from another account',
  linkHint: 'Fetches what is new in an account elsewhere, by POP3, into a folder of this one.',
  hint: 'Messages come into a folder of this account, and none comes twice. The password is used this once and is not kept.',
  host: 'POP3 server',
  securityTls: 'TLS (995)',
  securityStarttls: 'STARTTLS (110)',
  mailbox: 'Into the folder',
  afterwards: 'On the other server, once they are here',
  keep: 'They stay there',
  deleteLater: 'They are deleted there after 14 days',
  delete: 'They are deleted there at once',
  submit: 'Get the mail',
  done: 'Messages fetched: {count}.',
  waiting: 'Still waiting there: {count}. Get the mail once more.',
  tooLarge: 'Too large, and left there: {count}.',
} as const

export const fetchingRefusals = {
  'fetch-not-pop3': 'What answered there is no POP3 server that can be used: it did not keep to the rules, or does not tell its messages apart.',
  'fetch-sign-in-refused': 'The other server did not take the user name and password.',
  'fetch-running': 'Mail is being fetched for you already. Wait until that is done.',
} as const
