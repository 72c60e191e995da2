import { prepareServer } from '../../infrastructure/composition/prepare-server'
import { runServer } from './run-server'

runServer(() => prepareServer(process.env)).then((code) => process.exit(code))
