/** The words of the page that prints messages, in English. */
export const printing = {
  back: 'Back to the mailbox',
  hint: 'This is how the messages come out on paper, each from the top of a sheet. Print the page with your browser.',
  laidOut: 'Open it as its sender laid it out, to print that',
} as const
