import { useEffect, useRef, useState } from 'react'

interface DecryptedFrameProps {
  /** The document that shows it: ours, the same for everybody. */
  readonly src: string
  readonly title: string
  readonly className: string
  /** What it shows; nothing yet where there are none. */
  readonly documents: readonly string[]
  /** It is there and can show something. */
  readonly onReady: () => void
}

/**
 * The frame of what was decrypted. Its document is there before a key is opened, so that nothing is asked for afterwards; what it shows goes there through a port that the
 * document itself made, and reaches no other one.
 */
export function DecryptedFrame({ src, title, className, documents, onReady }: DecryptedFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [port, setPort] = useState<MessagePort>()
  useEffect(() => {
    const ended = new AbortController()
    addEventListener('message', ({ source, ports: [given] }) => {
      if (!given || !source || source !== frame.current?.contentWindow) return
      setPort(given)
      onReady()
      ended.abort()
    }, { signal: ended.signal })
    return () => ended.abort()
    // It is ready once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  useEffect(() => {
    if (documents.length > 0) port?.postMessage({ title, language: document.documentElement.lang, documents })
  }, [port, documents, title])
  return <iframe ref={frame} className={className} hidden={!port || documents.length === 0} title={title} sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" referrerPolicy="no-referrer" src={src} />
}
