import { memoryPersonNames } from '../../../src/infrastructure/memory/person-names'
import { personNamesContract } from '../../contract/person-names'

personNamesContract('memory', async () => memoryPersonNames())
