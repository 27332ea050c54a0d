import { Fragment } from 'react'
import { findLinks } from './find-links.ts'
import styles from './message-view.module.css'
import { textBlocks, trailingQuote, writtenParagraphs, type TextBlock } from './text-blocks.ts'

/**
 * The text of a message: quotes by their depth, web addresses as links, a signature apart; a long quote at its end is folded where `quoted` says what is left out. Nothing of it
 * is ever read as markup.
 */
export function PlainText({ text, isTextBrowser, quoted }: { text: string; isTextBrowser: boolean; quoted?: (lines: { readonly count: number }) => string }) {
  const blocks = textBlocks(text)
  if (isTextBrowser) return <div className={styles.text} dir="auto">{blocks.map((block, at) => <Paragraphs key={at} block={block} />)}</div>
  const { start, end } = (quoted && trailingQuote(blocks)) ?? { start: blocks.length, end: blocks.length }
  const folded = blocks.slice(start, end)
  return (
    <div className={styles.text} dir="auto">
      {blocks.slice(0, start).map((block, at) => <Block key={at} block={block} />)}
      {quoted && folded.length > 0 && (
        <details className={styles.folded}>
          <summary>{quoted({ count: folded.reduce((sum, block) => sum + block.text.split('\n').length, 0) })}</summary>
          {folded.map((block, at) => <Block key={at} block={block} />)}
        </details>
      )}
      {blocks.slice(end).map((block, at) => <Block key={at} block={block} />)}
    </div>
  )
}

function Block({ block: { depth, text, isSignature } }: { block: TextBlock }) {
  if (depth === 0) return <div dir="auto" className={isSignature ? styles.signature : undefined}><Linked text={text} /></div>
  return <blockquote dir="auto" style={{ '--depth': depth } as React.CSSProperties} data-depth={((depth - 1) % 3) + 1}><Linked text={text} /></blockquote>
}

/** Text browsers fold blank lines and blanks, and know no style that tells a quote by its depth. */
function Paragraphs({ block }: { block: TextBlock }) {
  return writtenParagraphs(block).map((text, at) => <p key={at} dir="auto"><Linked text={text} /></p>)
}

function Linked({ text }: { text: string }) {
  return findLinks(text).map((part, at) => (part.href === undefined ? <Lines key={at} text={part.text} /> : <Link key={at} text={part.text} href={part.href} />))
}

/** A host with letters beyond ASCII shows the name that is really asked for (RFC 5891): letters may look like others. */
function Link({ text, href }: { text: string; href: string }) {
  const { host } = new URL(href)
  const isDisguised = host.includes('xn--') && !text.toLowerCase().includes(host)
  return <a href={href} target="_blank" rel="noopener noreferrer nofollow">{text}{isDisguised && ` [${host}]`}</a>
}

/** Line ends as elements: a text browser knows no style that would keep them. */
function Lines({ text }: { text: string }) {
  return text.split('\n').map((line, at) => <Fragment key={at}>{at > 0 && <br />}{line}</Fragment>)
}
