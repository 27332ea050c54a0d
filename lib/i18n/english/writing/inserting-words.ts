/** Words of putting the text of files into a message, in English: what the browser gets of them comes with the compose page. */
export const inserting = {
  button: 'Insert as text',
  done: 'The text was inserted at the end of your message.',
  notText: 'This file holds no text, so it was not inserted.',
  long: 'This file is too long for a message. Attach it instead.',
} as const

export const insertingRefusals = {
  'text-file-none': 'Choose a text file first.',
  'text-file-not-text': '“{name}” holds no text and was not inserted. What you typed is kept; attach the file instead.',
  'text-file-long': '“{name}” is too long for the text of a message and was not inserted. What you typed is kept; attach the file instead.',
} as const
