import { lexer, type Token, type Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import { isComment, readHeadings } from './read-markdown.ts'
import styles from './markdown.module.css'

export interface MarkdownProps {
  readonly source: string
  readonly linkTo: (href: string) => string
  /** The anchors of its headings in their order; without them each is made from its own words. */
  readonly anchors?: readonly string[] | undefined
  /** BCP 47, where it is not the language of the page. */
  readonly lang?: string | undefined
}

/** Markdown as React elements, made from its tokens: nothing is ever parsed as HTML, HTML in it is shown as text, and comments not at all. */
export function Markdown({ source, linkTo, anchors, lang }: MarkdownProps) {
  const own = anchors ?? readHeadings(source).map(({ anchor }) => anchor)
  const tokens = lexer(source)
  const headings = tokens.filter(({ type }) => type === 'heading')
  return (
    <div className={styles.text} lang={lang} dir={lang === undefined ? undefined : 'ltr'}>
      {tokens.map((token, at) => <Fragment key={at}>{block(token, linkTo, own[headings.indexOf(token)])}</Fragment>)}
    </div>
  )
}

type LinkTo = (href: string) => string

function blocks(tokens: readonly Token[], linkTo: LinkTo): ReactNode {
  return tokens.map((token, at) => <Fragment key={at}>{block(token, linkTo)}</Fragment>)
}

function block(token: Token, linkTo: LinkTo, anchor?: string): ReactNode {
  const inside = (tokens: readonly Token[] | undefined): ReactNode => inline(tokens ?? [], linkTo)
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading
      const Heading = (['h1', 'h2', 'h3', 'h4'] as const)[depth - 1] ?? 'h4'
      return <Heading id={anchor}>{inside(tokens)}</Heading>
    }
    case 'paragraph':
      return <p>{inside((token as Tokens.Paragraph).tokens)}</p>
    case 'text': {
      const { tokens, text } = token as Tokens.Text
      return tokens ? inside(tokens) : text
    }
    case 'code':
      // Focusable, so that what is wider than the page can be scrolled by keys.
      return <pre tabIndex={0} dir="ltr"><code>{(token as Tokens.Code).text}</code></pre>
    case 'blockquote':
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens, linkTo)}</blockquote>
    case 'list': {
      const { ordered, start, items } = token as Tokens.List
      const lines = items.map((item, at) => <li key={at}>{blocks(item.tokens, linkTo)}</li>)
      return ordered ? <ol start={start || undefined}>{lines}</ol> : <ul>{lines}</ul>
    }
    case 'table':
      return <Table table={token as Tokens.Table} linkTo={linkTo} />
    case 'hr':
      return <hr />
    case 'space':
    case 'def':
      return null
    default:
      return isComment(token) ? null : token.raw
  }
}

/** Code runs from left to right in every language. What is typed may be broken behind a point, a stroke or an underscore, but never within an option: `--json` would become two words. */
function Code({ text }: { text: string }) {
  const pieces = text.split(/(?<=\w[_./]|\s)/)
  return (
    <code dir="ltr">
      {pieces.map((piece, at) => (
        <Fragment key={at}>
          {at > 0 && !pieces[at - 1]?.endsWith(' ') && <wbr />}
          {piece.includes('-') && piece.length <= 20 ? <span className={styles.whole}>{piece}</span> : piece}
        </Fragment>
      ))}
    </code>
  )
}

function Table({ table, linkTo }: { table: Tokens.Table; linkTo: LinkTo }) {
  return (
    <div className={styles.wide} tabIndex={0} role="group" aria-label={table.header.map(({ text }) => text).join(', ')}>
      <table>
        <thead><tr>{table.header.map((cell, at) => <th key={at} scope="col">{inline(cell.tokens, linkTo)}</th>)}</tr></thead>
        <tbody>
          {table.rows.map((row, at) => <tr key={at}>{row.map((cell, column) => <td key={column}>{inline(cell.tokens, linkTo)}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  )
}

function inline(tokens: readonly Token[], linkTo: LinkTo): ReactNode {
  return tokens.map((token, at) => <Fragment key={at}>{phrase(token, linkTo)}</Fragment>)
}

function phrase(token: Token, linkTo: LinkTo): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline((token as Tokens.Strong).tokens, linkTo)}</strong>
    case 'em':
      return <em>{inline((token as Tokens.Em).tokens, linkTo)}</em>
    case 'codespan':
      return <Code text={(token as Tokens.Codespan).text} />
    case 'br':
      return <br />
    case 'link': {
      const { href, tokens } = token as Tokens.Link
      return <a href={linkTo(href)}>{inline(tokens, linkTo)}</a>
    }
    case 'text':
    case 'escape':
      return (token as Tokens.Text).text
    default:
      return token.raw
  }
}
