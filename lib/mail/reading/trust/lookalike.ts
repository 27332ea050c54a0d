/** Alphabets with letters that look like those of another one. */
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u]

/** Letters of other alphabets, and rare ones of the Latin one, that read as Latin letters. */
const READ_AS_LATIN = new Set('аеорсухіјѕһԁӏԛԝвнкмтьѵѡгпзӡαονρτυχικηγβεωѐёїıɩɑɡƅƙɱŋҏԍօսոհցյգզքʟɪʏᴀᴄᴏᴠᴡᴢ')

/** True for a label of a domain, in Unicode, that may be read as another one: letters of several alphabets, or only such as read as Latin ones. */
export function isLookalikeLabel(label: string): boolean {
  if (/^[\x00-\x7f]*$/.test(label)) return false
  if (SCRIPTS.filter((script) => script.test(label)).length > 1) return true
  const letters = [...label].filter((letter) => /\p{L}/u.test(letter))
  return letters.some((letter) => READ_AS_LATIN.has(letter)) && letters.every((letter) => /[a-z]/.test(letter) || READ_AS_LATIN.has(letter))
}
