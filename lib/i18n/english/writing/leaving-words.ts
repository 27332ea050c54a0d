/** Words of messages that wait to leave, which only the server writes, in English. */
export const leaving = {
  stop: 'Stop and edit',
  held: 'Waits at the mail server',
  heldUntil: 'The mail server has this message, and sends it: {time}. It cannot be taken back here.',
  remindedAt: 'If nobody answers, this message comes to your inbox: {time}.',
  notReminded: 'You will not be reminded of this message: its copy in Sent could not be marked.',
} as const
