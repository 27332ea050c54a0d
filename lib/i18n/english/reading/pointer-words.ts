/** The words of the page of a part whose content is elsewhere, in English. */
export const pointers = {
  outside: 'Not in this message',
  outsideHint: 'The content lies somewhere else. The message says this about the place; nothing was fetched from there.',
  open: 'Open {url}',
  piece: 'A piece of a larger message',
  pieceOf: 'This is piece {number} of {total}.',
  pieceNumber: 'This is piece {number}; only the last one says how many there are.',
  pieceHint: 'The other pieces are messages of their own and have this mark in common. Save all of them for a program that puts them together.',
} as const
