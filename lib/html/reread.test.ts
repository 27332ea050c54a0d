import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { defaultTreeAdapter, parse, serialize, type DefaultTreeAdapterTypes } from 'parse5'
import { arbitraryHtml, bodyShape, documentAround, type Shape } from '#lib/testing/corpus/arbitrary-html.ts'
import { sanitizeMailHtml } from './sanitize.ts'

/* Mutation: what is harmless as one parser reads it and is not when it is read again (threats D1). e2e/specs/hostile.spec.ts asks Chromium the same. */

const clean = (html: string): string => sanitizeMailHtml(html, { remoteContent: false, rewrite: () => undefined }).html

/** The body of a document, written out again. */
function rewritten(content: string): string {
  const html = parse(documentAround(content), { scriptingEnabled: false }).childNodes.find((node) => node.nodeName === 'html') as DefaultTreeAdapterTypes.Element
  const body = html.childNodes.find((node) => node.nodeName === 'body')
  return body && defaultTreeAdapter.isElementNode(body) ? serialize(body) : ''
}

function names(shapes: readonly Shape[]): readonly string[] {
  return shapes.flatMap((shape) => (typeof shape === 'string' ? [] : [`${shape[0]} ${shape[1]}`, ...shape[2].map(([name]) => `@${name}`), ...names(shape[3])]))
}

test('whatever is nested in whatever, the output is the same when it is cleaned again and when it is read again, and acts as little', () => {
  fc.assert(
    fc.property(arbitraryHtml, (html) => {
      const once = clean(html)
      assert.equal(clean(once), once)
      assert.equal(rewritten(once), once)
      for (const name of names(bodyShape(once))) assert.doesNotMatch(name, /svg|MathML|@on|@srcdoc|[^@](?:script|iframe|template|noscript|select|title|plaintext|xmp|form|textarea)$/, once)
    }),
    { numRuns: 700 },
  )
})

test('a table in a paragraph is where the document of the frame, which is in no quirks mode, has it', () => {
  for (const html of ['<p>a<table><tr><td>b</table>c', '<!doctype html public "-//w3c//dtd html 3.2//en"><p>a<table><tr><td>b</table>c', '<!doctype html><p>a<table><tr><td>b</table>c']) {
    const once = clean(html)
    assert.equal(rewritten(once), once)
  }
})
