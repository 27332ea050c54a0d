import type { KeyName } from '#lib/config/keys.ts'
import { readKeyText } from '#lib/config/read-key-text.ts'
import { expectationPhrase } from '#lib/i18n/reasons/config-sentence.ts'
import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'

/** What was answered so far: values of configuration keys by name, and yes or no of everything else. */
export type Answers = ReadonlyMap<string, unknown>

/** The value that a text stands for, or what it must be. */
export type Reading = { readonly value: unknown } | { readonly expected: string }

export interface Question {
  /** A configuration key, or a name of its own for what leads to one. */
  readonly name: string
  readonly asks: string
  /** What an empty answer means; '' leaves it out. */
  readonly usual: string
  /** Left out where it does not matter. */
  readonly when?: (answers: Answers) => boolean
  readonly read: (text: string) => Reading
}

/** What is locked when the administrator says so, and what people are told. */
export interface LockQuestion extends Question {
  readonly locks: { readonly preference: PreferenceName; readonly value: unknown; readonly reason: string }
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost']
const isPublic = (answers: Answers): boolean => !LOOPBACK.includes(String(answers.get('http.host')))
const isElsewhere = (answers: Answers): boolean => answers.get('elsewhere') === true
const ownCertificate = (answers: Answers): boolean => isPublic(answers) && answers.get('http.behind_proxy') !== true

/** The questionnaire, in its order. */
export const QUESTIONS: readonly (Question | LockQuestion)[] = [
  ofKey('title', 'What is the site called?', 'Postern'),
  ofKey('http.host', 'On which address of this machine should it be reached? 0.0.0.0 is every one, 127.0.0.1 only this machine', '127.0.0.1'),
  ofKey('http.public_origin', 'Which address do people open, such as https://mail.example.org?', '', isPublic),
  ofKey('http.behind_proxy', 'Does a proxy in front of it speak HTTPS?', 'no', isPublic),
  ofKey('tls.certificate', 'In which file is the certificate with its chain (PEM)?', '', ownCertificate),
  ofKey('tls.key', 'And its key?', '', ownCertificate),
  ofKey('http.port', 'On which port, in the clear?', '3000', (answers) => !ownCertificate(answers)),
  ofKey('http.https_port', 'On which port, by HTTPS?', '3443', ownCertificate),
  ofKey('data', 'In which directory should it keep its data?', '.postern'),
  yesOrNo('elsewhere', 'Is your mail on a server of its own? "no": on the mail server in the box', 'no'),
  ofKey('servers.imap_url', 'Where is its mail read, such as imaps://imap.example.org?', '', isElsewhere),
  ofKey('servers.smtp_url', 'Where is mail handed in, such as smtps://smtp.example.org?', '', isElsewhere),
  ofKey('servers.sieve_url', 'Where does it keep people’s filters (ManageSieve), such as sieve://imap.example.org? Empty: nowhere', '', isElsewhere),
  ofKey('servers.domain', 'Which domain makes an address of a user name?', '', isElsewhere),
  ofKey('mail.domains', 'For which domains does the mail server in the box take mail?', 'localhost', (answers) => !isElsewhere(answers)),
  ofKey('servers.free_choice', 'May people name another mail server when they sign in?', 'no'),
  lock('lock.identity.full_name', 'May people change the name that stands on their mail?', { preference: 'identity.full_name', value: '', reason: 'Names are those of this site.' }),
  lock('lock.identity.address', 'May people change the address that their mail comes from?', { preference: 'identity.address', value: '', reason: 'Mail leaves this site under its own addresses only.' }),
  lock('lock.reading.remote_content', 'May people decide to always load pictures from elsewhere?', { preference: 'reading.remote_content', value: 'ask', reason: 'Pictures from elsewhere tell their sender who reads.' }),
  ofKey('languages', 'Which languages are offered? Empty: all', ''),
  ofKey('theme', 'Which theme: postern, classic, high-contrast, text-first, or one of your own?', 'postern'),
  ofKey('session.idle_minutes', 'After how many minutes without a click is a person signed out?', '120'),
  ofKey('admins', 'Who may open the administrator’s page? User names or addresses', ''),
]

export const isLock = (question: Question | LockQuestion): question is LockQuestion => 'locks' in question

function ofKey(name: KeyName, asks: string, usual: string, when?: Question['when']): Question {
  return { name, asks, usual, read: (text) => readAnswer(name, text), ...(when && { when }) }
}

function readAnswer(name: KeyName, text: string): Reading {
  const found = readKeyText(name, text)
  return 'value' in found ? found : { expected: expectationPhrase(englishReasons, found.expected) }
}

function yesOrNo(name: string, asks: string, usual: 'yes' | 'no'): Question {
  const read = (text: string): Reading => {
    const value = { yes: true, y: true, no: false, n: false }[text.toLowerCase()]
    return value === undefined ? { expected: 'yes or no' } : { value }
  }
  return { name, asks, usual, read }
}

function lock(name: string, asks: string, locks: LockQuestion['locks']): LockQuestion {
  return { ...yesOrNo(name, asks, 'yes'), locks }
}
