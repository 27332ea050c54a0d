/** A password that somebody has made for one program: it opens their address books and nothing else. Itself it is never shown again. */
export interface ProgramPassword {
  readonly id: string
  /** What they call it. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly created: number
  /** To some minutes; undefined while no program has used it. */
  readonly used: number | undefined
}

/** That one account may have. */
export const PROGRAM_PASSWORDS = 20
export const PROGRAM_NAME_LENGTH = 100

/** 32 characters of which none is taken for another; 24 of them are 120 bits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const GROUPS = 4
const GROUP_LENGTH = 6
/** Octets that one password is made of: one a character. */
export const PROGRAM_PASSWORD_OCTETS = GROUPS * GROUP_LENGTH

/** The password that random octets stand for, such as `k7mq2x-…`: letters and digits in four groups, easily typed on a phone. */
export function writeProgramPassword(octets: Uint8Array): string {
  const characters = Array.from(octets, (octet) => ALPHABET[octet % ALPHABET.length] ?? '')
  return Array.from({ length: GROUPS }, (_, at) => characters.slice(at * GROUP_LENGTH, (at + 1) * GROUP_LENGTH).join('')).join('-')
}

const SHAPE = new RegExp(`^[${ALPHABET}]{${GROUP_LENGTH}}(?:-[${ALPHABET}]{${GROUP_LENGTH}}){${GROUPS - 1}}$`)

/** The password as it was made, from what somebody typed: in any case, with spaces around it; undefined for what is none of these. */
export function readProgramPassword(typed: string): string | undefined {
  const text = typed.trim().toLowerCase()
  return SHAPE.test(text) ? text : undefined
}
