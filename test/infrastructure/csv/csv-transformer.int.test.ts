import { projectPseudonymKey } from '../../../src/infrastructure/crypto/pseudonyms'
import { csvTransformer } from '../../../src/infrastructure/csv/csv-transformer'
import { tableTransformerContract } from '../../contract/table-transformer'

tableTransformerContract('csv-parse in worker threads', async () => {
  const masterKey = Uint8Array.from({ length: 32 }, (_, index) => index)
  const transformer = csvTransformer({
    pseudonymKey: (domain) => projectPseudonymKey(masterKey, domain),
    workers: 2,
  })
  return { transformer, masterKey, close: transformer.close }
})
