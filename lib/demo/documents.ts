/** A one-page PDF (ISO 32000-1) of a heading and lines of Latin text. */
export function pdf(heading: string, lines: readonly string[]): Buffer {
  const text = [`/F1 20 Tf 64 760 Td (${escape(heading)}) Tj`, '/F1 11 Tf 0 -34 Td 16 TL', ...lines.map((line) => `(${escape(line)}) Tj T*`)].join('\n')
  const stream = `BT\n${text}\nET\n`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}endstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let out = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
  const offsets = objects.map((object, index) => {
    const offset = out.length
    out += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = ['0000000000 65535 f ', ...offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n `)].join('\n')
  out += `xref\n0 ${objects.length + 1}\n${table}\ntrailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${out.length}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}

function escape(text: string): string {
  return text.replace(/[\\()]/g, '\\$&')
}

const RATE = 22_050

/** A foghorn as a WAV file: mono, 16 bits, so many seconds; about 43 KiB a second. */
export function foghorn(seconds: number): Buffer {
  const blast = Buffer.alloc(RATE * 2 * 4) // four seconds: two of sound, two of silence
  for (let at = 0; at < RATE * 2; at++) {
    const swell = Math.min(1, at / 4000, (RATE * 2 - at) / 4000)
    const wave = Math.sin((at * 2 * Math.PI * 110) / RATE) + 0.4 * Math.sin((at * 2 * Math.PI * 220) / RATE)
    blast.writeInt16LE(Math.round(wave * swell * 9000), at * 2)
  }
  const sound = Buffer.alloc(RATE * 2 * seconds, blast)
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + sound.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(sound.length, 40)
  return Buffer.concat([header, sound])
}

/** A table as comma-separated values (RFC 4180). */
export function csv(rows: readonly (readonly (string | number)[])[]): Buffer {
  const cell = (value: string | number): string => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value))
  return Buffer.from(`${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`, 'utf8')
}
