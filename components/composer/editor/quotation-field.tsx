'use client'
import { useRef, useState } from 'react'
import type { PageWords } from '#lib/i18n/words.ts'
import { useSite } from '../../mail-screen/site.ts'
import { FRAME_SANDBOX } from '../../message-view/frames-ahead.ts'
import { Button } from '../../ui/button.tsx'
import styles from './editor.module.css'
import { formFields } from './format-fields.ts'
import { HiddenField } from './hidden-field.tsx'

interface QuotationFieldProps {
  readonly id: string
  readonly value: string
  readonly words: PageWords['editing']
  readonly isShown: boolean
  /** Its buttons do something. */
  readonly isEnhanced: boolean
  readonly changed: () => void
  /** Puts its HTML into the editor. */
  readonly edit: (html: string) => void
}

/** A long quoted message, or one with a layout of its own: whole, in a frame that nothing leaves, until somebody wants to write in it. Accessible names: frame "Quoted message"; with scripts buttons "Edit the quoted message", "Leave it out". */
export function QuotationField({ id, value, words, isShown, isEnhanced, changed, edit }: QuotationFieldProps) {
  const url = useSite().urls.api.compositionQuotation(id)
  const [place, setPlace] = useState(value)
  const frame = useRef<HTMLDivElement>(null)
  const drop = (): void => {
    const form = frame.current?.closest('form')
    if (form) formFields(form).quotation = 'none'
    setPlace('none')
    changed()
  }
  const take = async (): Promise<void> => {
    const response = await fetch(url, { headers: { Accept: 'application/json', 'X-Postern': '1' }, cache: 'no-store' }).catch(() => undefined)
    if (!response?.ok) return
    edit(((await response.json()) as { readonly html: string }).html)
    drop()
  }
  return (
    <>
      <HiddenField name="quotation" first={value} />
      {isShown && place !== 'none' && (
        <div ref={frame} className={styles.quotation}>
          <div className={styles.ways}>
            <p>{words.quotation}</p>
            {isEnhanced && (
              <>
                <Button type="button" small onClick={() => void take()}>{words.editQuotation}</Button>{' '}
                <Button type="button" small look="quiet" onClick={drop}>{words.dropQuotation}</Button>
              </>
            )}
          </div>
          <iframe title={words.quotation} sandbox={FRAME_SANDBOX} referrerPolicy="no-referrer" src={url} />
        </div>
      )}
    </>
  )
}
