import { PartitionProblem } from '#lib/mail-store/disk/partition-problem.ts'
import { EMPTIEST } from '#lib/mail-store/disk/partitions.ts'

/** The directories of `mail.partitions` by their names. Throws PartitionProblem for what is written otherwise. */
export function readPartitions(text: string): ReadonlyMap<string, string> {
  const partitions = new Map<string, string>()
  for (const entry of text.split(',').map((part) => part.trim()).filter((part) => part !== '')) {
    const [, name, directory] = /^([a-z0-9][a-z0-9-]{0,31})=(\/.+)$/.exec(entry) ?? []
    if (name === undefined || directory === undefined) throw new PartitionProblem(`mail.partitions: "${entry}" is not written as name=/directory.`)
    if (name === EMPTIEST) throw new PartitionProblem(`mail.partitions: "${entry}": no partition is called ${EMPTIEST}, which is wherever most is free.`)
    if (partitions.has(name) || [...partitions.values()].includes(directory)) throw new PartitionProblem(`mail.partitions: "${entry}" is there twice.`)
    partitions.set(name, directory)
  }
  return partitions
}
