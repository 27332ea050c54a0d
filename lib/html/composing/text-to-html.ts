// Runs in the browser as well: nothing may be imported here that does not.

/** Blocks that are quoted, as mail programs mark and show them. */
export const QUOTE_STYLE = 'margin:0 0 0 .8ex;border-left:2px solid #8a8a8a;padding-left:1ex'

const QUOTE_OPEN = `<blockquote type="cite" style="${QUOTE_STYLE}">`
/** Deeper ones are written as this deep: nobody can follow them, and mail programs cut them off. */
const DEPTH_LIMIT = 20

/** The text as HTML to go on writing in: a block for each line, quoted lines in blocks as deep as their marks. */
export function textToHtml(text: string): string {
  let depth = 0
  let html = ''
  for (const line of text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')) {
    const marks = /^>(?: ?>)*/.exec(line)?.[0] ?? ''
    const wanted = Math.min(DEPTH_LIMIT, marks.replaceAll(' ', '').length)
    html += QUOTE_OPEN.repeat(Math.max(0, wanted - depth)) + '</blockquote>'.repeat(Math.max(0, depth - wanted))
    depth = wanted
    html += lineHtml(marks === '' ? line : line.slice(marks.length).replace(/^ /, ''))
  }
  return html + '</blockquote>'.repeat(depth)
}

/** One line as a block; an empty one is as high as a line. */
export function lineHtml(line: string): string {
  return `<div>${line === '' ? '<br>' : escapeHtml(line).replace(/ (?= )|^ /g, '&nbsp;')}</div>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
