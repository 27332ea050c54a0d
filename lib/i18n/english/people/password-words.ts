/** The words of the page on which people change their password. */
export const password = {
  title: 'Password',
  linkHint: 'Change the password with which you sign in.',
  about: 'With this password you sign in here and in your mail programs. After the change you stay signed in here and nowhere else: type the new one in your mail programs, too.',
  present: 'Present password',
  next: 'New password',
  nextHint: 'At least {least, plural, one {# character} other {# characters}}; several words make a good one.',
  again: 'New password once more',
  submit: 'Change password',
  changed: 'Your password is changed. You are signed out everywhere else.',
} as const

/** Why a password was not changed. */
export const passwordRefusals = {
  'password-wrong': 'This is not your present password. Nothing was changed.',
  'password-tries': 'A wrong present password was typed too often. Nothing was changed; wait a quarter of an hour and try again.',
  'password-no-way': 'Your mail server does not let you change the password here. Ask its administrator.',
  'password-differs': 'The new password was typed in two different ways. Nothing was changed; type it once more.',
  'password-short': 'The new password is too short: it needs at least {least, plural, one {# character} other {# characters}}. Nothing was changed.',
  'password-same': 'This is the password that you have already. Choose another one.',
  'password-name': 'A password that is your own name is guessed first. Choose another one.',
  'password-refused': 'Your mail server did not take the new password: {answer}. Nothing was changed.',
  'password-directory': 'The directory that keeps your password does not answer. If the present one soon opens nothing any more, try the new one.',
} as const
