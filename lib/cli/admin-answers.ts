import { connect } from 'node:net'
import { join } from 'node:path'

/** Whether a running Postern answers at the admin socket of this data directory. */
export function adminAnswers(data: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(join(data, 'admin.sock'))
    const answer = (alive: boolean) => () => {
      socket.destroy()
      resolve(alive)
    }
    socket.on('connect', answer(true)).on('error', answer(false))
  })
}
