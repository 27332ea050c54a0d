/** Words of templates that only the server writes, in English; those under `compose` come with the compose page. */
export const templates = {
  compose: { open: 'Template', name: 'Template name', save: 'Save as template', all: 'Templates' },
  title: 'Templates',
  hint: 'Messages to begin others with. They are in the mailbox {mailbox}, where other mail programs find them too.',
  none: 'There are no templates yet. Write a message, then choose “Save as template” under “Template”.',
  list: 'Templates',
  use: 'Use {name}',
  change: 'Change {name}',
  remove: 'Delete {name}',
  useShort: 'Use',
  changeShort: 'Change',
  removeShort: 'Delete',
  unnamed: '(no name)',
  saved: 'The template is saved.',
} as const

/** What is said where one cannot be saved. */
export const templateRefusals = {
  'template-name': 'A template needs a name. Type one, or a subject.',
  'templates-no-mailbox': 'Templates are kept in a mailbox called {mailbox}, and the mail server did not make it: {answer}. Your message is kept.',
  'templates-many': 'There are {most, number} templates already. Delete some of them first.',
} as const
