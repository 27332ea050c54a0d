/** Words of messages that wait to leave, which only the server writes, in English. */
export const leaving = {
  stop: 'Stop and edit',
} as const
