import { Fragment, memo } from 'react'
import { findLinks } from './find-links.ts'
import styles from './message-view.module.css'
import { textBlocks } from './text-blocks.ts'

/** The text of a message: quotes by their depth, web addresses as links. Nothing of it is ever read as markup. */
export const TextBody = memo(function TextBody({ text }: { text: string }) {
  return (
    <div className={styles.text} dir="auto">
      {textBlocks(text).map((block, at) =>
        block.depth === 0
          ? <div key={at} dir="auto"><Linked text={block.text} /></div>
          : <blockquote key={at} dir="auto" style={{ '--depth': block.depth } as React.CSSProperties} data-depth={((block.depth - 1) % 3) + 1}><Linked text={block.text} /></blockquote>,
      )}
    </div>
  )
})

function Linked({ text }: { text: string }) {
  return findLinks(text).map((part, at) => (part.href === undefined ? <Lines key={at} text={part.text} /> : <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">{part.text}</a>))
}

/** Line ends as elements: a text browser knows no style that would keep them. */
function Lines({ text }: { text: string }) {
  return text.split('\n').map((line, at) => <Fragment key={at}>{at > 0 && <br />}{line}</Fragment>)
}
