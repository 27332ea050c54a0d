// The parts of css-tree that load no property tables; its published types know only the whole.
declare module 'css-tree/parser' {
  import type { CssNode, ParseOptions } from 'css-tree'
  function parse(text: string, options: ParseOptions): CssNode
  export { parse as default }
}

declare module 'css-tree/convertor' {
  import type { CssNode, CssNodePlain } from 'css-tree'
  const convertor: { toPlainObject(node: CssNode): CssNodePlain }
  export { convertor as default }
}

declare module 'css-tree/generator' {
  import type { CssNodePlain } from 'css-tree'
  function generate(node: CssNodePlain): string
  export { generate as default }
}
