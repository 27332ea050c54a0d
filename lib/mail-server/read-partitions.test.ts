import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PartitionProblem } from '#lib/mail-store/disk/partition-problem.ts'
import { readPartitions } from './read-partitions.ts'

test('names and directories, separated by commas', () => {
  assert.deepEqual([...readPartitions('')], [])
  assert.deepEqual([...readPartitions('fast=/ssd/mail, large=/hdd/a=b')], [['fast', '/ssd/mail'], ['large', '/hdd/a=b']])
  for (const wrong of ['fast', 'fast=ssd', '=/x', 'Fast=/x', 'a=/x, a=/y', 'a=/x, b=/x', 'emptiest=/x']) assert.throws(() => readPartitions(wrong), PartitionProblem, wrong)
})
