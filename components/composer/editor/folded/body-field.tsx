'use client'
import { memo, type RefObject } from 'react'
import { useFieldId } from '../../fields/line.tsx'
import composerStyles from '../../composer.module.css'

export interface BodyFieldProps {
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly label: string
  readonly first: string
  readonly takesFocus: boolean
  readonly isHidden: boolean
}

/** The field of the form for the text: drawn when it comes and when it goes, since React sets what it began with anew whenever it is drawn, a megabyte perhaps. */
export const BodyField = memo(function BodyField({ area, label, first, takesFocus, isHidden }: BodyFieldProps) {
  const fieldId = useFieldId()
  return (
    <label className={composerStyles.message} hidden={isHidden}>
      <span className="for-screen-readers">{label}</span>
      <textarea ref={area} id={fieldId('body')} name="body" defaultValue={first} rows={18} autoFocus={takesFocus} dir="auto" spellCheck />
    </label>
  )
})
