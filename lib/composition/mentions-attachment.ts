/** How people say that something is attached, in the languages of the screens; in small letters, as they begin. */
const PHRASES = [
  'attached', 'attachment', 'attaching', 'enclosed',
  'im anhang', 'angehängt', 'beigefügt', 'anbei', 'anlage',
  'ci-joint', 'pièce jointe', 'pièces jointes', 'en pj', 'joint à ce',
  'adjunto', 'adjunta', 'anexo', 'anexa',
  'allegato', 'allegati', 'in allegato', 'allego',
  'em anexo', 'segue anexo',
  'bijlage', 'bijgevoegd', 'bijgesloten',
  'w załączniku', 'załączam', 'załącznik',
  'во вложении', 'прилагаю', 'прикрепляю', 'прикреплен', 'вложение',
  '添付', '附件', '附上', 'مرفق', 'المرفق',
] as const

/** Scripts without blanks between words: nothing stands before or behind a phrase that would make it another word. */
const RUN_ON = /[\u3040-\u30ff\u4e00-\u9fff\u0600-\u06ff]/u
const PATTERN = new RegExp(PHRASES.map((phrase) => (RUN_ON.test(phrase) ? phrase : `(?<![\\p{L}\\p{N}])${phrase}`)).join('|'), 'u')

/** What is read of a text, in UTF-16 units: who promises a file does so near the beginning. */
const READ = 20_000

/** Whether the text, what it quotes and its signature left out, says that a file comes along. */
export function mentionsAttachment(body: string): boolean {
  const own = body.slice(0, READ).split('\n')
  const signature = own.indexOf('-- ')
  const lines = (signature === -1 ? own : own.slice(0, signature)).filter((line) => !line.startsWith('>'))
  return PATTERN.test(lines.join('\n').toLowerCase())
}
