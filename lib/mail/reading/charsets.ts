/** Charsets that a reader may choose for a message which names a wrong one or none, by the script (ISO 15924) that each is for. */
export const CHARSETS_OF_SCRIPT = {
  Latn: ['windows-1252', 'iso-8859-15', 'windows-1250', 'iso-8859-2', 'windows-1254', 'windows-1257', 'windows-1258', 'iso-8859-3', 'iso-8859-4', 'iso-8859-10', 'iso-8859-13', 'iso-8859-14', 'iso-8859-16', 'macintosh', 'cp437', 'cp850', 'cp852'],
  Cyrl: ['windows-1251', 'koi8-r', 'koi8-u', 'iso-8859-5', 'ibm866', 'x-mac-cyrillic'],
  Grek: ['windows-1253', 'iso-8859-7'],
  Arab: ['windows-1256', 'iso-8859-6'],
  Hebr: ['windows-1255', 'iso-8859-8'],
  Thai: ['windows-874'],
  Jpan: ['shift_jis', 'iso-2022-jp', 'euc-jp'],
  Hans: ['gb18030', 'hz-gb-2312'],
  Hant: ['big5'],
  Kore: ['euc-kr', 'iso-2022-kr'],
} as const

/** Every script in one. */
export const UNICODE_CHARSETS = ['utf-8', 'utf-16le', 'utf-16be', 'utf-7'] as const

const ALL: readonly string[] = [...UNICODE_CHARSETS, ...Object.values(CHARSETS_OF_SCRIPT).flat()]

/** The charset of that name, where it is one that may be chosen. */
export function readCharset(name: unknown): string | undefined {
  return ALL.find((each) => each === name)
}
