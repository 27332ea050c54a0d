/**
 * Content that other accounts have as well lies in a file that all of them name, by links of the file system: it is freed with the last of them.
 * What is each account's own, the octets in front, lies in a file beside its link, and the link's name says how many they are.
 */
const SHARED = /^[0-9a-f]{32}\.([1-9]\d{0,8})$/
const PLAIN = /^[0-9a-f]{32}$/
const HEAD = '.head'

/** The name of content whose first octets are the account's own. */
export const sharedName = (random: string, own: number): string => `${random}.${own}`

/** True for the name of content, which `content.file` holds. */
export const isContentName = (file: string): boolean => PLAIN.test(file) || SHARED.test(file)

/** Octets in front of the content that lie in a file of their own; 0 where all of it is one file. */
export const ownOctets = (file: string): number => Number(SHARED.exec(file)?.[1] ?? 0)

/** The file of the octets in front. */
export const headFile = (file: string): string => file + HEAD

/** The files in which content of that name lies. */
export const filesOf = (file: string): readonly string[] => (ownOctets(file) > 0 ? [file, headFile(file)] : [file])

/** The content to which a file belongs. */
export const contentOfFile = (file: string): string => (file.endsWith(HEAD) ? file.slice(0, -HEAD.length) : file)
