/** What stands in a PDF beside its pages: further entries of its catalogue, of each page, and of its trailer. */
interface PdfExtras {
  readonly catalog?: string
  readonly page?: string
  readonly trailer?: string
}

/** A small PDF (ISO 32000-1 §7.5), one line of Helvetica on each page of 400 by 500 points. */
export function writePdf(lines: readonly string[], { catalog = '', page = '', trailer = '' }: PdfExtras = {}): Buffer {
  const pageAt = (index: number): number => 4 + 2 * index
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${lines.map((_, index) => `${pageAt(index)} 0 R`).join(' ')}] /Count ${lines.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...lines.flatMap((line, index) => {
      const content = `BT /F1 24 Tf 40 400 Td (${line.replace(/[()\\]/g, '\\$&')}) Tj ET`
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 500] /Resources << /Font << /F1 3 0 R >> >> /Contents ${pageAt(index) + 1} 0 R ${page} >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1')
}
