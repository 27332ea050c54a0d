/** Words of messages that wait to leave, which only the server writes, in English. */
export const leaving = {
  stop: 'Stop and edit',
  held: 'Waits at the mail server',
  heldUntil: 'The mail server has this message, and sends it: {time}. It cannot be taken back here.',
  remindedAt: 'If nobody answers, this message comes to your inbox: {time}.',
  partly: 'Sent, but not to everybody',
  notToAll: 'The server did not take some recipients so far; those alone are tried again by themselves.',
  notTaken: 'Not taken so far, tried again: {time}',
  notTried: 'Not taken so far, and not tried again by itself',
  neverTaken: 'Refused',
  tryAgain: 'Try again now',
  leaveIt: 'Leave it at that',
  notReminded: 'You will not be reminded of this message: its copy in Sent could not be marked.',
  copyElsewhere: 'The mailbox “{missing}” is no longer there: the copy is in “{mailbox}”.',
  copyRemade: 'The copy was made anew from your text: what was sent is no longer here.',
  copyWithout: 'These files are not in it: {names}',
  copyLost: 'There is no copy: what was sent is no longer here.',
} as const
