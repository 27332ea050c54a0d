import type { PageWords } from '#lib/i18n/words.ts'
import type { SquireEditor } from './squire-editor.ts'

type Words = PageWords['editing']

/** One button of the toolbar. */
export interface ToolbarItem {
  readonly name: string
  readonly label: (words: Words) => string
  /** What is seen; its look is that of what it does. */
  readonly sign: string
  /** As `aria-keyshortcuts` writes it. */
  readonly keys?: string
  /** Whether the selection has it already; left out for what is only done. */
  readonly isOn?: (editor: SquireEditor) => boolean
  readonly perform: (editor: SquireEditor) => void
}

const toggled = (tag: string, add: (editor: SquireEditor) => void, remove: (editor: SquireEditor) => void) => ({
  isOn: (editor: SquireEditor): boolean => editor.hasFormat(tag),
  perform: (editor: SquireEditor): void => (editor.hasFormat(tag) ? remove(editor) : add(editor)),
})

const within = (editor: SquireEditor, tag: string): boolean => new RegExp(`(?:^|>)${tag}(?:[.#>\\[]|$)`).test(editor.getPath())

const align = (name: 'left' | 'center' | 'right', sign: string): ToolbarItem => ({
  name,
  label: ({ alignment, alignments }) => `${alignment}: ${alignments[name]}`,
  sign,
  perform: (editor) => void editor.setTextAlignment(name),
})

/** The toolbar, in groups. */
export const TOOLBAR: readonly (readonly ToolbarItem[])[] = [
  [
    { name: 'bold', label: ({ bold }) => bold, sign: 'B', keys: 'Control+B', ...toggled('B', (editor) => void editor.bold(), (editor) => void editor.removeBold()) },
    { name: 'italic', label: ({ italic }) => italic, sign: 'I', keys: 'Control+I', ...toggled('I', (editor) => void editor.italic(), (editor) => void editor.removeItalic()) },
    { name: 'underline', label: ({ underline }) => underline, sign: 'U', keys: 'Control+U', ...toggled('U', (editor) => void editor.underline(), (editor) => void editor.removeUnderline()) },
    { name: 'heading', label: ({ heading }) => heading, sign: 'H', isOn: (editor) => within(editor, 'H2'), perform: (editor) => editor.toggleHeading() },
  ],
  [
    { name: 'bullets', label: ({ bullets }) => bullets, sign: '•', keys: 'Control+Shift+8', isOn: (editor) => within(editor, 'UL'), perform: (editor) => void (within(editor, 'UL') ? editor.removeList() : editor.makeUnorderedList()) },
    { name: 'numbers', label: ({ numbers }) => numbers, sign: '1.', keys: 'Control+Shift+9', isOn: (editor) => within(editor, 'OL'), perform: (editor) => void (within(editor, 'OL') ? editor.removeList() : editor.makeOrderedList()) },
    { name: 'quoteMore', label: ({ quoteMore }) => quoteMore, sign: '›', keys: 'Control+]', perform: (editor) => void editor.increaseQuoteLevel() },
    { name: 'quoteLess', label: ({ quoteLess }) => quoteLess, sign: '‹', keys: 'Control+[', perform: (editor) => void editor.decreaseQuoteLevel() },
  ],
  [align('left', '⇤'), align('center', '↔'), align('right', '⇥')],
  [
    { name: 'clear', label: ({ clear }) => clear, sign: 'T×', perform: (editor) => void editor.removeAllFormatting() },
    { name: 'undo', label: ({ undo }) => undo, sign: '↶', keys: 'Control+Z', perform: (editor) => void editor.undo() },
    { name: 'redo', label: ({ redo }) => redo, sign: '↷', keys: 'Control+Y', perform: (editor) => void editor.redo() },
  ],
]
