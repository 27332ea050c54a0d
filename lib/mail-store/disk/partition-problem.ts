/** A partition, or the directory of content, is not as it was; the sentence says what to do. */
export class PartitionProblem extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'PartitionProblem'
  }
}
