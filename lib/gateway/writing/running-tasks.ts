/** Tasks by name, each run once at a time: whoever asks for one that runs gets its result. */
export class RunningTasks {
  readonly #running = new Map<string, Promise<unknown>>()

  join<T>(name: string, task: () => Promise<T>): Promise<T> {
    const current = this.#running.get(name)
    // One name always stands for one task, so for one type.
    if (current) return current as Promise<T>
    const started = task().finally(() => this.#running.delete(name))
    this.#running.set(name, started)
    return started
  }
}
