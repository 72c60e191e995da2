import { memoryReadModels } from '../../../src/infrastructure/memory/read-models'
import { readModelsContract } from '../../contract/read-models'

readModelsContract('memory', async () => ({ models: memoryReadModels(), close: async () => {} }))
