// The parts of css-tree that load no property tables; its published types know only the whole.
declare module 'css-tree/parser' {
  import type { CssNodePlain, ParseOptions } from 'css-tree'
  export default function parse(text: string, options: ParseOptions & { list: false }): CssNodePlain
}

declare module 'css-tree/generator' {
  import type { CssNodePlain } from 'css-tree'
  export default function generate(node: CssNodePlain): string
}
