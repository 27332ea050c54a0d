import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deriveScramKeys } from '#lib/accounts/password.ts'
import { Refusal, SyntaxProblem } from '../../protocol/problems.ts'
import { ScramConversation, parseClientFirst } from './scram.ts'

const NOTHING = Buffer.alloc(0)

test('the conversation of RFC 7677 §3', async () => {
  const keys = await deriveScramKeys('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'), 4096)
  const conversation = new ScramConversation(parseClientFirst('n,,n=user,r=rOprNGfwEbeRWgbNEkqO'), keys, '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0')
  assert.equal(conversation.challenge, 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')
  const final = 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ='
  assert.equal(conversation.finish(final, NOTHING), '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
  assert.equal(conversation.finish(final.replace('p=d', 'p=e'), NOTHING), undefined)
  assert.equal(conversation.finish(final.replace('c=biws', 'c=eSws'), NOTHING), undefined)
  assert.equal(conversation.finish(final, Buffer.from('bound')), undefined)
  for (const wrong of ['', 'c=biws', final.slice(0, -1), `m=x,${final}`, `${final},x=y`]) assert.throws(() => conversation.finish(wrong, NOTHING), SyntaxProblem)
})

test('the first message: names with commas and equals signs, and the nearest wrong text', () => {
  const read = (message: string): readonly unknown[] => {
    const { header, binding, name, bare } = parseClientFirst(message)
    return [header, binding, name, bare]
  }
  assert.deepEqual(read('n,,n=a=2Cb=3Dc,r=x'), ['n,,', 'n', 'a,b=c', 'n=a=2Cb=3Dc,r=x'])
  assert.deepEqual(read('y,a=alice,n=alice,r=x,q=1'), ['y,a=alice,', 'y', 'alice', 'n=alice,r=x,q=1'])
  assert.deepEqual(read('p=tls-exporter,,n=\xc3\xbc,r=x'), ['p=tls-exporter,,', { name: 'tls-exporter' }, 'ü', 'n=\xc3\xbc,r=x'])
  for (const wrong of ['', 'n,,', 'n,n=a,r=x', 'x,,n=a,r=x', 'n,,n=,r=x', 'n,,n=a,r=', 'n,,n=a', 'n,,r=x,n=a', 'p=,,n=a,r=x', 'n,,n=a=2c,r=x', 'n,,n=a,r=x y', 'n,,n=a,r=x\n']) assert.throws(() => parseClientFirst(wrong), SyntaxProblem, wrong)
  assert.throws(() => parseClientFirst('n,a=bob,n=alice,r=x'), Refusal)
})
