'use client'
import { memo } from 'react'

/**
 * A field that scripts write: drawn once, for React sets the value of a hidden field back to its first one whenever it draws it again (the value
 * of one is its attribute, HTML "value mode default").
 */
export const HiddenField = memo(function HiddenField({ name, first }: { name: string; first: string }) {
  return <input type="hidden" name={name} defaultValue={first} />
})
