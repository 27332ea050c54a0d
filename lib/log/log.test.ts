import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'

test('the audit log is written whatever the level is, with what the logger adds', () => {
  const lines: string[] = []
  const log = createLog('error', (line) => lines.push(line)).with({ requestId: 'r' })
  log.info('other')
  log.warn('other')
  log.audit('configuration-refused', { mistakes: 2 })
  const [line, ...more] = lines.map((each) => JSON.parse(each) as Record<string, unknown>)
  assert.deepEqual([{ ...line, time: undefined }, more], [{ time: undefined, level: 'info', event: 'audit', requestId: 'r', did: 'configuration-refused', mistakes: 2 }, []])
})
