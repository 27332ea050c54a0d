import fc from 'fast-check'
import { defaultTreeAdapter as tree, parse, type DefaultTreeAdapterTypes } from 'parse5'

/* HTML that parsers read in different ways: elements that change how what follows is read, in every order and nesting. */

const ELEMENTS = 'svg math template noscript select table style title plaintext xmp mtext mi mglyph malignmark annotation-xml foreignObject desc tr td caption colgroup form button option optgroup textarea listing pre iframe noembed noframes p div a b font h1 li dd nobr body head html frameset image math svg script selectedcontent'.split(' ')
const TEXTS = ['x', ' ', '\n', '&lt;img src=x onerror=alert(1)&gt;', '<!--', '-->', '--!>', '<!-->', ']]>', '<![CDATA[', '</', '<', '&amp;lt;', '\u0000', '"', '<?x', '<!doctype html>', '&#13;', '\u00a0']
const ATTRIBUTES = ['', ' encoding="text/html"', ' encoding="application/xhtml+xml"', ' title="</style><img src=x onerror=alert(1)>"', ' id="</title><img src=x onerror=alert(1)>"', ' class="--><img src=x onerror=alert(1)>"', ' title=\'"><b>\'', ' title="</noscript><i>"', ' href="http://x.test/&lt;"', ' color=red', ' definitionurl=x', ' xmlns="http://www.w3.org/2000/svg"', ' style="color:red;background:url(x)"', ' alt="``"', ' src=cid:a', ' type=hidden', ' shadowrootmode=open']

const piece = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...ELEMENTS), fc.constantFrom(...ATTRIBUTES), fc.constantFrom('>', '>', '>', '/>')).map(([name, attributes, end]) => `<${name}${attributes}${end}`) },
  { weight: 3, arbitrary: fc.constantFrom(...ELEMENTS).map((name) => `</${name}>`) },
  { weight: 2, arbitrary: fc.constantFrom(...TEXTS, '<img title="x" src=y onerror=alert(1)>', '<br>', '</br>', '</p>', '<hr>', '<col>') },
)

/** Up to forty tags, ends and texts one after the other, most of them where they have no business. */
export const arbitraryHtml: fc.Arbitrary<string> = fc.array(piece, { minLength: 1, maxLength: 40 }).map((pieces) => pieces.join(''))

/** A node as any parser would describe it: what a text says, or the namespace, name, sorted attributes and children of an element. */
export type Shape = string | readonly [namespace: string, name: string, attributes: readonly (readonly [string, string])[], children: readonly Shape[]]

/** What stands in the body once parse5 has read a document with that content. */
export function bodyShape(content: string): readonly Shape[] {
  const document = parse(documentAround(content), { scriptingEnabled: false })
  const html = document.childNodes.find((node) => node.nodeName === 'html')
  const body = html && 'childNodes' in html ? html.childNodes.find((node) => node.nodeName === 'body') : undefined
  return body && tree.isElementNode(body) ? body.childNodes.flatMap(shapeOf) : []
}

/** As the sandboxed frame has it: a document whose parser does not wonder about its kind. */
export function documentAround(content: string): string {
  return `<!doctype html><html><head></head><body>${content}</body></html>`
}

function shapeOf(node: DefaultTreeAdapterTypes.ChildNode): Shape[] {
  if (tree.isTextNode(node)) return [node.value]
  if (!tree.isElementNode(node)) return [`(${node.nodeName})`]
  const attributes = node.attrs.map(({ name, value }) => [name, value] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  return [[node.namespaceURI, node.tagName, attributes, node.childNodes.flatMap(shapeOf)]]
}
