import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTextBrowser } from './text-browser.ts'

test('text browsers are known by name, and nobody else is taken for one', () => {
  for (const agent of ['Lynx/2.9.0dev.12 libwww-FM/2.14', 'w3m/0.5.3+git20230121', 'Links (2.28; Linux)', 'ELinks/0.16.1.1', 'edbrowse/3.8.0']) assert.equal(isTextBrowser(agent), true, agent)
  for (const agent of ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140', 'Mozilla/5.0 linksome', '', null, undefined]) assert.equal(isTextBrowser(agent), false)
})
