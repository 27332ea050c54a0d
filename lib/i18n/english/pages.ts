import { answered } from './reading/answered-words.ts'
import { app } from './app-words.ts'
import { directory } from './people/directory-words.ts'
import { composing } from './writing/composing-words.ts'
import { inserting } from './writing/inserting-words.ts'
import { leaving } from './writing/leaving-words.ts'
import { linking } from './writing/linking-words.ts'
import { editing } from './writing/editing-words.ts'
import { reminders } from './writing/reminder-words.ts'
import { contacts } from './people/contact-words.ts'
import { details } from './reading/detail-words.ts'
import { invitations } from './reading/invitation-words.ts'
import { fetching } from './people/fetching-words.ts'
import { people } from './people/people-words.ts'
import { keys, sealed, signatures } from './reading/signature-words.ts'
import { filters } from './people/filter-words.ts'
import { transfer } from './people/transfer-words.ts'
import { failure, notices } from './failure-words.ts'
import { outside } from './people/outside-words.ts'
import { help } from './help-words.ts'
import { parts } from './reading/part-words.ts'
import { pointers } from './reading/pointer-words.ts'
import { printing } from './reading/printing-words.ts'
import { programs } from './people/program-words.ts'
import { password } from './people/password-words.ts'
import { pdf } from './reading/pdf-words.ts'
import { phone } from './phone-words.ts'
import { preferences, settings } from './preference-words.ts'
import { quoting } from './writing/quoting-words.ts'
import { spelling } from './writing/spelling-words.ts'
import { templates } from './writing/template-words.ts'
import { refusal, refusalParts } from './refusal-words.ts'
import { themes } from './theme-words.ts'

/** The words of pages that only the server writes, in English; none of them costs a browser anything. */
export const pages = {
  signIn: {
    title: 'Sign in',
    user: 'User name',
    password: 'Password',
    submit: 'Sign in',
    otherServer: 'Another mail server',
    otherServerHint: 'Leave these empty for the mail server of this site.',
    host: 'Host',
    hostHint: 'Such as imap.example.org',
    port: 'Port',
    security: 'Security',
    securityTls: 'TLS (993)',
    securityStarttls: 'STARTTLS (143)',
    securityNone: 'None, in the clear',
    publicComputer: 'Others use this computer too',
    publicComputerHint: 'Nothing of yours is kept in it, and you are signed out after ten minutes without a click.',
    signedInHere: 'Already signed in here',
    signedOut: 'You are signed out.',
    signedOutAll: 'You are signed out of all accounts.',
    language: 'Language',
    languageSubmit: 'Change',
  },

  site: { messageOfTheDay: 'Message of the day' },

  manage: {
    title: 'Manage mailboxes',
    create: 'Create a mailbox',
    name: 'Name',
    parent: 'Inside',
    topLevel: 'At the top',
    createSubmit: 'Create',
    rename: 'Rename',
    newName: 'New name',
    newNameHint: 'A slash puts it inside another mailbox.',
    renameSubmit: 'Rename',
    delete: 'Delete mailbox',
    deleteHint: 'The mailbox and every message in it are gone for good.',
    confirmDelete: 'Yes, delete {name} and every message in it',
    created: 'The mailbox {name} was created.',
    renamed: '{name} is called {newName} now.',
    deleted: 'The mailbox {name} was deleted.',
    deleteSubmit: 'Delete {name}',
    settings: 'Settings of {name}',
    settingsShort: 'Settings',
    settingsOf: ' of {name}',
    fixed: 'This mailbox cannot be renamed or deleted.',
    messages: '{count, plural, one {# message} other {# messages}}',
    all: 'All mailboxes',
  },

  about: {
    title: 'About Postern',
    version: 'Version {version}',
    what: 'Postern is a web-based IMAP client with a mail server in the box.',
    licence: 'Licensed under the MIT licence.',
  },

  app,
  composing,
  inserting,
  linking,
  leaving,
  spelling,
  templates,
  editing,
  reminders,
  directory,
  contacts,
  outside,
  filters,
  transfer,
  help,
  parts,
  details,
  answered,
  pointers,
  printing,
  invitations,
  pdf,
  signatures,
  keys,
  sealed,
  phone,
  people,
  fetching,
  programs,
  password,
  themes,

  failure,
  refusal,
  refusalParts,
  quoting,
  notices,

  settings,
  preferences,
} as const
