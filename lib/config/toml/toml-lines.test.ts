import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parse, stringify } from 'smol-toml'
import { linesOfToml } from './toml-lines.ts'

const linesOf = (text: string, ...names: string[]) => {
  parse(text)
  const lines = linesOfToml(text)
  return names.map((name) => lines.get(name))
}

describe('linesOfToml', () => {
  it('knows tables, dotted and quoted keys', () => {
    const text = 'title = "x" # a comment\n\n[ http ]\nport = 1\n[site.lab.locks."index.page_size"]\nvalue = 5\nreason = "r"\n[defaults]\nreading.mark_seen = true\n\'a.b\'=1\n'
    assert.deepEqual(linesOf(text, 'title', 'http', 'http.port', 'site.lab.locks.index.page_size', 'site.lab.locks.index.page_size.reason', 'defaults.reading.mark_seen', 'defaults.a.b', 'nothing'), [1, 3, 4, 5, 7, 9, 10, undefined])
  })

  it('knows arrays over several lines, and what stands in them', () => {
    const text = 'a = [\n  1, # one ]\n  2,\n]\nlinks = [\n  { label = "A, ]}", url = "x" },\n  { label = \'B\' } ]\nb = 1\n'
    assert.deepEqual(linesOf(text, 'a', 'a.0', 'a.1', 'links', 'links.0.label', 'links.0.url', 'links.1', 'links.1.label', 'b'), [1, 2, 3, 5, 6, 6, 7, 7, 8])
  })

  it('knows arrays of tables, and tables below them', () => {
    const text = '[[links]]\nlabel = "a"\n[[links]]\nlabel = "b"\n[links.more]\nx = 1\n[site.x]\n[[site.x.links]]\nurl = "u"\n'
    assert.deepEqual(linesOf(text, 'links.0.label', 'links.1.label', 'links.1.more.x', 'site.x.links.0.url'), [2, 4, 6, 9])
  })

  it('is not misled by what stands in strings', () => {
    const text = 'a = """\n[no]\nb = 1 \\"""\n""" \nc = \'\'\'\n[[no]]\n\'\'\'\nd = "x\\"#y"\ne = 1979-05-27T07:32:00Z\r\nf = """x"""""\ng = true'
    assert.deepEqual(linesOf(text, 'a', 'b', 'no', 'c', 'd', 'e', 'f', 'g'), [1, undefined, undefined, 5, 8, 9, 10, 11])
  })

  it('finds every key of whatever a writer of TOML writes, and ends on any text', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }))
    const { tree } = fc.letrec<{ tree: Record<string, unknown> }>((tie) => ({
      tree: fc.dictionary(fc.stringMatching(/^[a-z"#[=]{1,4}$/), fc.oneof({ depthSize: 'small' }, leaf, fc.array(fc.record({ k: leaf }), { maxLength: 2 }), tie('tree')), { maxKeys: 4 }),
    }))
    fc.assert(fc.property(tree, (value) => {
      const lines = linesOfToml(stringify(value))
      for (const name of Object.keys(value)) {
        // A table without values of its own is only mentioned by what is in it.
        const found = [...lines.keys()].some((known) => known === name || known.startsWith(`${name}.`))
        assert.ok(found, name)
      }
    }))
    assert.ok(linesOfToml('{[}').size > 0)
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => linesOfToml(text).size <= text.length + 1))
  })
})
