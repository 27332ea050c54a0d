import type { SeededRandom } from './random.ts'

/** Beginnings of commands, of which the rest is made up; `?` stands for anything. */
const SHAPES: readonly string[] = [
  'CAPABILITY', 'NOOP', 'LOGOUT', 'ID ?', 'ENABLE ?', 'LANGUAGE ?', 'NAMESPACE', 'CHECK', 'CLOSE', 'UNSELECT', 'EXPUNGE', 'IDLE', 'COMPRESS DEFLATE', 'STARTTLS',
  'LOGIN ? ?', 'AUTHENTICATE ?', 'AUTHENTICATE PLAIN ?', 'AUTHENTICATE SCRAM-SHA-256 ?', 'AUTHENTICATE OAUTHBEARER ?',
  'SELECT ?', 'SELECT INBOX (?)', 'SELECT INBOX (QRESYNC (? ? ? (? ?)))', 'EXAMINE ?', 'CREATE ?', 'CREATE ? (USE (?))', 'DELETE ?', 'RENAME ? ?', 'SUBSCRIBE ?', 'UNSUBSCRIBE ?',
  'LIST ? ?', 'LIST (?) ? (? ?) RETURN (? STATUS (?))', 'LSUB ? ?', 'STATUS ? (?)', 'STATUS INBOX (MESSAGES ?)',
  'APPEND ? ?', 'APPEND INBOX (?) ? ?', 'APPEND INBOX CATENATE (URL ? TEXT ?)', 'APPEND INBOX UTF8 (?)', 'REPLACE ? INBOX ?', 'UID REPLACE ? INBOX (?) ?',
  'FETCH ? ?', 'FETCH 1:* (?)', 'FETCH 1 BODY[?]<?>', 'FETCH 1 (BODY.PEEK[HEADER.FIELDS (?)] ?)', 'FETCH 1 BINARY[?]', 'UID FETCH ? (?) (CHANGEDSINCE ? VANISHED)', 'FETCH 1:* PARTIAL ?',
  'STORE ? ?', 'STORE 1:* (UNCHANGEDSINCE ?) +FLAGS (?)', 'UID STORE ? FLAGS ?', 'COPY ? ?', 'MOVE ? ?', 'UID MOVE ? ?', 'UID EXPUNGE ?',
  'SEARCH ?', 'SEARCH RETURN (?) ?', 'SEARCH CHARSET ? ?', 'UID SEARCH OR ? NOT ?', 'SEARCH HEADER ? ?', 'SEARCH SINCE ? LARGER ? MODSEQ ? ?', 'SORT (?) ? ?', 'UID SORT RETURN (?) (REVERSE ?) UTF-8 ?',
  'THREAD ? ? ?', 'THREAD REFERENCES UTF-8 ?', 'ESEARCH IN (?) RETURN (?) ?', 'CANCELUPDATE ?',
  'SETACL ? ? ?', 'GETACL ?', 'LISTRIGHTS ? ?', 'MYRIGHTS ?', 'DELETEACL ? ?', 'GETQUOTA ?', 'GETQUOTAROOT ?', 'SETQUOTA ? (STORAGE ?)', 'GETMETADATA (?) ? ?', 'SETMETADATA ? (? ?)', 'NOTIFY SET (? (?))', 'NOTIFY NONE',
  '?', 'UID ?', 'UID UID ?',
]

const WORDS: readonly string[] = [
  'INBOX', 'inbox', '"INBOX"', 'Other', '*', '%', '1', '0', '1:*', '*:1', '4294967295', '4294967296', '99999999999999999999', '1,2,3:5', '$', 'NIL', '""', '()', '(', ')', '((((', 'ALL', 'FULL', 'FLAGS', 'ENVELOPE',
  'BODY[]', 'BODY[1.2.3.4.MIME]<0.1>', 'BODY.PEEK[HEADER]', 'RFC822', 'UNSEEN', 'TEXT', 'BODY', 'SUBJECT', 'NOT', 'OR', 'UTF-8', 'X-NONE', '\\Seen', '\\', '\\Recent', '\\*', '+FLAGS', '-FLAGS.SILENT', 'MIN', 'PARTIAL 1:2',
  '1-Jan-2024', '" 1-Jan-2024 00:00:00 +0000"', '"32-Foo-0000 99:99:99 +9999"', '/private/comment', '/shared/x', 'DEPTH infinity', 'personal', 'subtree', 'MessageNew', 'lrswipkxtea', '&AGE-', '&', '&&', '~{3+}\r\nabc', '..', '../../etc', 'a/b/c', '/', 'INBOX/',
]

/** One command that a client would never send, or nearly one that it would; always the same from the same numbers. */
export function hostileCommand(random: SeededRandom): Buffer {
  const shape = random.pick(SHAPES).replace(/\?/g, () => argument(random))
  const text = `${random.once(12) ? argument(random) : 'x'} ${shape}\r\n`
  return mutated(Buffer.from(text, 'latin1'), random)
}

function argument(random: SeededRandom, depth = 0): string {
  switch (random.below(9)) {
    case 0:
      return `"${octets(random, random.below(20)).replace(/["\\\r\n]/g, random.once(5) ? '$&' : '')}"`
    case 1:
      return literal(random)
    case 2:
      return depth > 3 ? '(' : `(${Array.from({ length: random.below(4) }, () => argument(random, depth + 1)).join(' ')})`
    case 3:
      return random.once(20) ? random.pick(['(', '1,', 'a', '"', 'NOT ', '\\']).repeat(random.below(20_000)) : String(random.below(12))
    case 4:
      return octets(random, random.below(12))
    default:
      return random.pick(WORDS)
  }
}

/** What is announced is what comes, or more, or less, or far too much. */
function literal(random: SeededRandom): string {
  const content = octets(random, random.below(60))
  const announced = random.once(6) ? random.pick([0, 1, 500, 3000, 4_294_967_295, 9_007_199_254_740_993]) : content.length
  return `${random.once(8) ? '~' : ''}{${announced}${random.once(3) ? '' : '+'}}\r\n${content}`
}

function octets(random: SeededRandom, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(random.once(4) ? random.below(256) : 32 + random.below(95))).join('')
}

function mutated(command: Buffer, random: SeededRandom): Buffer {
  const at = random.below(command.length)
  switch (random.below(10)) {
    case 0:
      return command.subarray(0, at)
    case 1:
      return Buffer.concat([command.subarray(0, at), command])
    case 2: {
      const changed = Buffer.from(command)
      changed[at] = random.below(256)
      return changed
    }
    case 3:
      return Buffer.concat([command.subarray(0, at), Buffer.from(random.pick(['\0', '\r', '\n', '\r\n', ' ', '\u00ff', '{5}\r\n', ')'])), command.subarray(at)])
    default:
      return command
  }
}
