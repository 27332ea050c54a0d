import type { Topic } from '../preferences/definition.ts'

/** The page of the manual, `slug` or `slug#anchor`, that is about each page of Postern; anchors are those of the English page in every language. */
export const HELP_TOPICS = {
  'sign-in': 'getting-started#sign-in',
  mailbox: 'getting-started#what-you-see',
  message: 'reading',
  attachments: 'reading#attachments',
  compose: 'writing',
  'file-links': 'writing#attachments',
  directory: 'directory',
  filters: 'filters',
  manage: 'filing#mailboxes',
  about: 'getting-started',
  settings: 'settings',
  contacts: 'contacts',
  people: 'contacts#find',
  outside: 'contacts#other-servers',
  application: 'getting-started#as-an-application',
  phone: 'phone',
  signatures: 'signatures',
  reminders: 'filing#snooze',
  programs: 'contacts#in-other-programs',
  password: 'settings#password',
  themes: 'settings#look',
  admin: 'administrators-page',
  'theme-editor': 'themes#editor',
} as const satisfies Readonly<Record<string, string>>

/** The same for each page of the settings. */
export const SETTINGS_HELP: Readonly<Record<Topic, string>> = {
  identity: 'settings#you',
  index: 'settings#list-of-messages',
  reading: 'settings#reading',
  composing: 'settings#writing',
  mailboxes: 'settings#mailboxes',
  notifications: 'settings#news',
  keyboard: 'settings#keyboard',
  language: 'settings#language-and-time',
  appearance: 'settings#look',
  links: 'settings#links',
  accounts: 'settings#accounts',
}

export type HelpTopic = keyof typeof HELP_TOPICS
