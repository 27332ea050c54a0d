import { corpusSuite } from './corpus-suite.ts'
import { startEmbedded } from './embedded-server.ts'

corpusSuite('the server in the box', startEmbedded)
