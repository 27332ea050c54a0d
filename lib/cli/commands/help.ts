import type { Command } from './command.ts'
import { CommandProblem } from './command.ts'
import { COMMANDS, findCommand } from './index.ts'

export const help: Command = {
  name: 'help',
  usage: ['help', 'help COMMAND   explains one'],
  about: 'lists the commands, or explains one',
  options: {},

  async run({ words: [asked], print }) {
    for (const name of asked === undefined ? Object.keys(COMMANDS) : [asked]) {
      const command = await findCommand(name)
      if (command === undefined) throw new CommandProblem(`there is no command "${name}"; "help" lists them`)
      print(`${command.name}: ${command.about}`)
      for (const form of command.usage) print(`  npm run postern -- ${form}`)
    }
    if (asked === undefined) print('The manual is part of the gateway: /help in the browser.')
    return 0
  },
}
